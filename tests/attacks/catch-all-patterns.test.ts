import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from '../e2e/correspondent.ts';
import { aliasDomain, mailbox } from '../e2e/installation.ts';
import { bombs, refused } from './bombs.ts';
import { expectHonestMail, openTarget, recipientsOutside, type Target } from './target.ts';

let target: Target;
let eve: Correspondent;

beforeAll(async () => {
  target = await openTarget();
  eve = await createCorrespondent(target, 'eve@stranger.example');
});
afterAll(() => target[Symbol.asyncDispose]());

describe('patterns of a catch-all', () => {
  const setPattern = (pattern: string) =>
    target.tryCommand(
      'domain',
      'set',
      aliasDomain,
      '--catch-all',
      'create',
      '--catch-all-to',
      mailbox,
      '--catch-all-pattern',
      pattern,
    );

  it.each(refused.filter((pattern) => !pattern.startsWith('a{2000}')))(
    'are refused with a reason: %s',
    async (pattern) => {
      const { code, stderr } = await setPattern(pattern);
      expect(code).toBe(1);
      expect(stderr.trim()).not.toBe('');
      expect(stderr).not.toMatch(/ at .*\.ts:\d/u);
    },
  );

  it('that are taken let mail flow while hostile names are tried on them', async () => {
    const taken: string[] = [];
    for (const pattern of bombs) {
      const { code } = await setPattern(pattern);
      if (code === 0) taken.push(pattern);
      const names = ['a'.repeat(64), `${'x'.repeat(63)}_`, `${'a.'.repeat(31)}aa`];
      await Promise.all(
        names.map(async (name) => {
          const { last } = await eve.send({ rcptTo: [`${name}@${aliasDomain}`] });
          expect([250, 550, 450]).toContain(last.code);
        }),
      );
    }
    expect(taken.length).toBeGreaterThanOrEqual(8);
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
  }, 60_000);
});
