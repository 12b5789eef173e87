import { createManualClock, waitFor, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import type { LimitConfig } from '../config/index.ts';
import type { Db } from '../db/index.ts';
import { createGreylist, createLimits, type Limits } from './index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
let database: OpenTestDatabase;
let clock: ManualClock;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = createManualClock();
  await database.db.query({ text: 'truncate rate_counters, greylist' });
});

const config: LimitConfig = {
  perClient: undefined,
  perSender: { count: 20, windowMs: 60_000 },
  perAlias: { count: 1_000, windowMs: hourMs },
  perOrganization: undefined,
  newAliases: { count: 5, windowMs: dayMs },
};

/** One of several processes on the database. */
function open({
  db = database.db,
  failures = [],
}: { readonly db?: Pick<Db, 'query'>; readonly failures?: string[] } = {}): Limits {
  const events = { failed: (action: string) => void failures.push(action) };
  return createLimits({ db: { ...database.db, ...db }, clock, config, events });
}

const take = (limits: Limits, limit: 'sender' | 'alias' | 'newAliases', key = 'x') =>
  limits.take([{ limit, key }]).kind;

async function total(subject: string): Promise<number> {
  const [row] = await database.db.query<{ readonly count: number }>({
    text: 'select sum(count)::int as count from rate_counters where subject = $1',
    params: [subject],
  });
  return row?.count ?? 0;
}

describe('limits', () => {
  it('agree between processes within a second or two', async () => {
    await using one = open();
    await using other = open();
    for (let count = 0; count < 10; count += 1) expect(take(one, 'sender')).toBe('within');
    await waitFor(async () => (await total('sender x')) === 10, {
      what: 'the first to tell',
      timeoutMs: 2_000,
    });
    expect(take(other, 'sender')).toBe('within');
    await waitFor(async () => (await total('sender x')) === 11, {
      what: 'the other to tell',
      timeoutMs: 2_000,
    });
    // It learned the total with its own count.
    const more = await waitFor(
      () => {
        const kinds = Array.from({ length: 12 }, () => take(other, 'sender'));
        return kinds.filter((kind) => kind === 'within').length;
      },
      { what: 'the rest of the limit' },
    );
    expect(more).toBe(9);
    expect(take(other, 'sender', 'y')).toBe('within');
  });

  it('overshoot little while two processes race', async () => {
    await using one = open();
    await using other = open();
    let within = 0;
    await waitFor(
      () => {
        const kinds = [one, other].flatMap((limits) =>
          Array.from({ length: 5 }, () => take(limits, 'alias')),
        );
        const more = kinds.filter((kind) => kind === 'within').length;
        within += more;
        return more === 0;
      },
      { what: 'both to be over', timeoutMs: 30_000 },
    );
    expect(within).toBeGreaterThanOrEqual(1_000);
    expect(within).toBeLessThanOrEqual(1_250);
  });

  it('tell what is left when they end', async () => {
    const limits = open();
    take(limits, 'alias');
    await limits[Symbol.asyncDispose]();
    expect(await total('alias x')).toBe(1);
  });

  it('go on with what they know while the database is away, and tell it afterwards', async () => {
    let isAway = true;
    const failures: string[] = [];
    await using limits = open({
      failures,
      db: {
        query: (statement) =>
          isAway ? Promise.reject(new Error('connection refused')) : database.db.query(statement),
      },
    });
    const kinds = Array.from({ length: 7 }, () => take(limits, 'newAliases'));
    expect(kinds.filter((kind) => kind === 'within')).toHaveLength(5);
    await waitFor(() => failures.length > 0, { what: 'the failure to be told' });
    expect(take(limits, 'newAliases')).toBe('over');
    isAway = false;
    await waitFor(async () => (await total('newAliases x')) === 5, { what: 'the counts to arrive' });
    expect(failures).toEqual(['limits']);
  });

  it('take any text for a key', async () => {
    const limits = open();
    const keys = ['a\0b', 'lone \ud800', 'x'.repeat(5_000), "'; drop table rate_counters; --", ''];
    for (const key of keys) take(limits, 'alias', key);
    take(limits, 'sender', keys[0]);
    await limits[Symbol.asyncDispose]();
    expect(await total('alias ab')).toBe(1);
    expect(await total('sender ab')).toBe(1);
  });

  it('forget windows that nothing reaches any more', async () => {
    const first = open();
    take(first, 'sender');
    take(first, 'alias');
    take(first, 'newAliases');
    await first[Symbol.asyncDispose]();
    await using limits = open();
    expect(await limits.removeLapsed()).toBe(0);
    clock.advance(2 * 60_000 + 1);
    expect(await limits.removeLapsed()).toBe(1);
    clock.advance(2 * hourMs);
    expect(await limits.removeLapsed()).toBe(1);
    clock.advance(2 * dayMs);
    expect(await limits.removeLapsed()).toBe(1);
  });
});

describe('greylist', () => {
  const delayMs = 300_000;
  const key = '192.0.2.0/24 example.com';
  const create = () => createGreylist({ db: database.db, clock, delayMs });

  it('asks to wait, and lets pass who comes back after the delay, at any process', async () => {
    expect(await create().check(key)).toBe('wait');
    clock.advance(delayMs - 1);
    expect(await create().check(key)).toBe('wait');
    clock.advance(1);
    expect(await create().check(key)).toBe('passed');
    expect(await create().check(key)).toBe('passed');
    expect(await create().check('198.51.100.0/24 example.com')).toBe('wait');
  });

  it('gives all who ask at once the same answer', async () => {
    const greylist = create();
    const ask = () => Promise.all(Array.from({ length: 8 }, () => greylist.check(key)));
    expect(new Set(await ask())).toEqual(new Set(['wait']));
    clock.advance(delayMs);
    expect(new Set(await ask())).toEqual(new Set(['passed']));
  });

  it('knows who passed for 36 days since he was last seen', async () => {
    const greylist = create();
    await greylist.check(key);
    clock.advance(delayMs);
    await greylist.check(key);
    clock.advance(36 * dayMs - 1);
    expect(await greylist.check(key)).toBe('passed');
    clock.advance(36 * dayMs - 1);
    expect(await greylist.check(key)).toBe('passed');
    clock.advance(36 * dayMs);
    expect(await greylist.check(key)).toBe('wait');
    clock.advance(delayMs);
    expect(await greylist.check(key)).toBe('passed');
  });

  it('begins anew with who came back too late', async () => {
    const greylist = create();
    await greylist.check(key);
    clock.advance(5 * dayMs);
    expect(await greylist.check(key)).toBe('wait');
    clock.advance(delayMs);
    expect(await greylist.check(key)).toBe('passed');
  });

  it('removes who did not come again in time', async () => {
    const greylist = create();
    await greylist.check('passed');
    clock.advance(delayMs);
    await greylist.check('passed');
    await greylist.check('waiting');
    clock.advance(5 * dayMs - 1);
    expect(await greylist.removeLapsed()).toBe(0);
    clock.advance(1);
    expect(await greylist.removeLapsed()).toBe(1);
    clock.advance(31 * dayMs);
    expect(await greylist.removeLapsed()).toBe(1);
  });

  it('takes any text for a key', async () => {
    expect(await create().check('a\0b\ud800')).toBe('wait');
  });

  it('rejects when the database does', async () => {
    const away = { ...database.db, query: () => Promise.reject(new Error('connection refused')) };
    await expect(createGreylist({ db: away, clock, delayMs }).check(key)).rejects.toThrow('refused');
  });
});
