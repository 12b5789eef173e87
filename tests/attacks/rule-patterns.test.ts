import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Correspondent, createCorrespondent } from '../e2e/correspondent.ts';
import { alias, userEmail } from '../e2e/installation.ts';
import { bombs, refused } from './bombs.ts';
import { expectHonestMail, openTarget, recipientsOutside, type Target } from './target.ts';

let target: Target;
let eve: Correspondent;

beforeAll(async () => {
  target = await openTarget();
  eve = await createCorrespondent(target, 'eve@stranger.example');
});
afterAll(() => target[Symbol.asyncDispose]());

const addRule = (pattern: string) =>
  target.tryCommand(
    'rule',
    'add',
    'Bomb',
    '--user',
    userEmail,
    '--definition',
    JSON.stringify({
      conditions: [
        { field: 'subject', operator: 'matches', value: pattern },
        { field: 'header', name: 'X-Long', operator: 'matches', value: pattern },
      ],
      match: 'any',
      actions: [{ kind: 'quarantine' }],
    }),
  );

/** Folded, since lines are bounded: 900 characters, and 100 kB. */
function subjects(): readonly string[] {
  const folded = `${'a'.repeat(900)}\r\n `.repeat(110);
  return [
    'a'.repeat(900),
    `${'x'.repeat(899)}!`,
    'a,'.repeat(450),
    `${folded}!`,
    `${folded.replaceAll('a', 'x')}\u00e9`,
  ];
}

describe('patterns of rules', () => {
  it.each(refused)('are refused with a reason: %s', async (pattern) => {
    const { code, stderr } = await addRule(pattern);
    expect(code).toBe(1);
    expect(stderr).toMatch(/pattern|characters|repeat/u);
  });

  it('that are taken let mail flow while hostile subjects are tried on all of them', async () => {
    for (const pattern of bombs) {
      const { code, stderr } = await addRule(pattern);
      expect([pattern, code, stderr]).toEqual([
        pattern,
        expect.any(Number),
        code === 0 ? '' : expect.stringMatching(/too large|at most/u),
      ]);
    }
    const { items } = (await target.command('rule', 'list', '--user', userEmail)) as {
      items: readonly unknown[];
    };
    expect(items.length).toBeGreaterThanOrEqual(8);
    // Workers learn of rules within seconds: what plainly matches is held once they have.
    await expect
      .poll(
        async () => {
          await eve.send({ rcptTo: [alias], fields: { Subject: 'aaaa' } });
          return (
            (await target.command('quarantine', 'list', '--user', userEmail)) as { items: readonly unknown[] }
          ).items.length;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(0);
    const attacks = subjects().flatMap((subject) => [subject, subject, subject]);
    const sending = Promise.all(
      attacks.map(async (subject) => {
        const { last } = await eve.send({ rcptTo: [alias], fields: { Subject: subject, 'X-Long': subject } });
        return last.code;
      }),
    );
    await target.honest.send({ rcptTo: [alias], fields: { Subject: '1' } });
    expect(new Set(await sending)).toEqual(new Set([250]));
    expect(target.server.isRunning).toBe(true);
  }, 60_000);

  it('are gone with their rules, and nothing was lost meanwhile', async () => {
    const { items } = (await target.command('rule', 'list', '--user', userEmail)) as {
      items: readonly { number: number }[];
    };
    await Promise.all(items.map(({ number }) => target.command('rule', 'remove', String(number))));
    await expect
      .poll(
        async () => {
          const before = target.mx.messages.length;
          await eve.send({ rcptTo: [alias], fields: { Subject: 'aaaa' } });
          await expect.poll(() => target.mx.messages.length, { timeout: 1_000 }).toBeGreaterThan(before);
          return true;
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    await expectHonestMail(target);
    expect(recipientsOutside(target)).toEqual([]);
  }, 60_000);
});
