import { describe, expect, it } from 'vitest';
import { readAnswer } from './rspamd-answer.ts';

const read = (value: unknown) => readAnswer(Buffer.from(JSON.stringify(value)));
const answer = { is_skipped: false, score: 1.005, required_score: 15, action: 'no action', symbols: {} };

describe('an action', () => {
  it.each([
    ['no action', 'clean'],
    ['greylist', 'clean'],
    ['add header', 'spam'],
    ['rewrite subject', 'spam'],
    ['quarantine', 'spam'],
    ['discard', 'spam'],
    ['reject', 'spam'],
    ['soft reject', 'defer'],
  ])('%s is %s', (action, kind) => {
    expect(read({ ...answer, action })).toMatchObject({ kind, action });
  });

  it.each(['tag', 'constructor', '__proto__', 'REJECT'])('%s is not known', (action) => {
    const reason = `Rspamd answered with an action that is not known: ${action}`;
    expect(read({ ...answer, action })).toEqual({ kind: 'unreadable', reason });
  });
});

describe('what was found', () => {
  it('is listed with its score, heaviest first, whichever way it weighs', () => {
    const symbols = { A: { score: 0 }, B: { score: -5.123 }, C: { score: 2, options: ['ann@b.example'] } };
    expect(read({ ...answer, symbols })).toEqual({
      kind: 'clean',
      score: 1,
      requiredScore: 15,
      action: 'no action',
      symbols: ['B -5.12', 'C 2', 'A 0'],
    });
  });

  it('is cut to 20 names of 64 characters, without control characters', () => {
    const names = Array.from({ length: 30 }, (_, index) => `S${String(index)}`);
    const symbols = Object.fromEntries(names.map((name, index) => [name, { score: index }]));
    const odd = `\u001b[2J\0${'x'.repeat(1_000)}`;
    const found = read({ ...answer, symbols: { ...symbols, [odd]: { score: 99 } } });
    const listed = 'symbols' in found ? found.symbols : [];
    expect(listed).toHaveLength(20);
    expect(listed.slice(0, 2)).toEqual([`[2J${'x'.repeat(59)} 99`, 'S29 29']);
  });

  it('may be missing, as may a threshold', () => {
    const bare = { action: 'reject', score: 4 };
    expect(read(bare)).toEqual({ kind: 'spam', score: 4, requiredScore: 0, action: 'reject', symbols: [] });
    expect(read({ ...bare, required_score: null, symbols: null })).toMatchObject({ requiredScore: 0 });
  });
});

it.each([
  '',
  'null',
  '[]',
  '"reject"',
  '{"action":"reject"}',
  '{"action":5,"score":1}',
  '{"action":"reject","score":"15"}',
  '{"action":"reject","score":1e999}',
  '{"action":"reject","score":1,"symbols":{"A":5}}',
  '{"action":"reject","score":1',
])('%s is no verdict', (body) => {
  const reason = 'Rspamd answered with what is no verdict';
  expect(readAnswer(Buffer.from(body))).toEqual({ kind: 'unreadable', reason });
});
