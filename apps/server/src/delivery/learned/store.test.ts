import { createManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { createLearnedRewrites, type Pairing } from './index.ts';

const dayMs = 86_400_000;
const clock = createManualClock();
let database: OpenTestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

/** Each with a cache of its own, like separate processes. */
const open = () => createLearnedRewrites({ db: database.db, clock });

const pairing = (authorDomain: string, destinationDomain = 'mailbox.example'): Pairing => ({
  authorDomain,
  destinationDomain,
});

async function rows(): Promise<readonly unknown[]> {
  return database.db.query({
    text: `select author_domain, destination_domain, learned_at, expires_at from learned_rewrites order by author_domain`,
  });
}

describe('learned rewrites', () => {
  it('are known to other processes, for this author and this destination alone', async () => {
    await open().remember(pairing('bank.example'));
    const other = open();
    expect(await other.isLearned(pairing('bank.example'))).toBe(true);
    expect(await other.isLearned(pairing('bank.example', 'elsewhere.example'))).toBe(false);
    expect(await other.isLearned(pairing('mailbox.example', 'bank.example'))).toBe(false);
  });

  it('are known to the process that learned them at once, and to others some seconds later', async () => {
    const [learner, other] = [open(), open()];
    expect(await learner.isLearned(pairing('shop.example'))).toBe(false);
    expect(await other.isLearned(pairing('shop.example'))).toBe(false);
    await learner.remember(pairing('shop.example'));
    expect(await learner.isLearned(pairing('shop.example'))).toBe(true);
    clock.advance(5_000);
    expect(await other.isLearned(pairing('shop.example'))).toBe(true);
  });

  it('are forgotten after 14 days, counted from the last refusal', async () => {
    const process = open();
    await process.remember(pairing('club.example'));
    clock.advance(10 * dayMs);
    await process.remember(pairing('club.example'));
    clock.advance(14 * dayMs - 1);
    expect(await process.isLearned(pairing('club.example'))).toBe(true);
    clock.advance(5_000);
    expect(await process.isLearned(pairing('club.example'))).toBe(false);
  });

  it('do not pile up: expired rows go when something is learned', async () => {
    clock.advance(15 * dayMs);
    await open().remember(pairing('news.example'));
    const learnedAt = clock.now();
    expect(await rows()).toEqual([
      {
        author_domain: 'news.example',
        destination_domain: 'mailbox.example',
        learned_at: learnedAt,
        expires_at: new Date(learnedAt.getTime() + 14 * dayMs),
      },
    ]);
  });
});
