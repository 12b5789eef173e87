import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { local } from './index.ts';

function lint(source: string): readonly string[] {
  const config = {
    plugins: { local },
    rules: { 'local/disable-needs-reason': 'error', 'no-var': 'error' },
  } as Linter.Config;
  return new Linter().verify(source, config).map(({ ruleId }) => ruleId ?? 'error');
}

describe('disable-needs-reason', () => {
  it.each([
    '// eslint-disable-next-line no-var\nvar a = 1;',
    'var a = 1; // eslint-disable-line no-var',
    '/* eslint-disable no-var */\nvar a = 1;',
  ])('refuses %j', (source) => {
    expect(lint(source)).toEqual(['local/disable-needs-reason']);
  });

  it('takes a comment with its reason, and the end of a range', () => {
    expect(lint('// eslint-disable-next-line no-var -- the case needs hoisting\nvar a = 1;')).toEqual([]);
    expect(
      lint('/* eslint-disable no-var -- the case needs hoisting */\nvar a = 1;\n/* eslint-enable no-var */'),
    ).toEqual([]);
  });
});
