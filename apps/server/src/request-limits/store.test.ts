import { createManualClock, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { bucketOf, createRequestLimits, type RequestLimits, type Use } from './index.ts';

const minuteMs = 60_000;
let database: OpenTestDatabase;
let clock: ManualClock;
let limits: RequestLimits;

const rates = { perKey: undefined, perUser: undefined, perOrganization: undefined, perNetwork: undefined };

/** Another machine: it shares the database alone. */
const open = (itsClock = clock): RequestLimits =>
  createRequestLimits({ db: database.db, clock: itsClock, rates });

const use = (name: string, count: number, windowMs = minuteMs): Use => ({
  bucket: bucketOf('test', name),
  rate: { count, windowMs },
  policy: name,
});

async function takeMany(times: number, uses: readonly Use[], from = [limits]): Promise<number> {
  const results = await Promise.all(
    Array.from({ length: times }, (_, index) => (from[index % from.length] ?? limits).take(uses)),
  );
  return results.filter(({ isWithin }) => isWithin).length;
}

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = createManualClock(new Date('2026-05-01T12:00:00Z'));
  limits = open();
  await database.db.query({ text: 'truncate request_counts' });
});

describe('take', () => {
  it('lets in exactly as many as the limit says, of a hundred at once on two machines', async () => {
    expect(await takeMany(100, [use('a', 5)], [limits, open()])).toBe(5);
    expect(await takeMany(20, [use('a', 5)])).toBe(0);
  });

  it('counts several together or none, whatever their order', async () => {
    const [wide, tight] = [use('wide', 50), use('tight', 3)];
    const [forth, back] = await Promise.all([
      takeMany(40, [wide, tight]),
      takeMany(40, [tight, wide], [open()]),
    ]);
    expect(forth + back).toBe(3);
    expect((await limits.peek(wide.bucket, wide.rate)).remaining).toBe(47);
  });

  it('tells where each limit stands, in the order of the uses', async () => {
    const result = await limits.take([use('b', 3), use('a', 10, 3_600_000)]);
    expect(result).toEqual({
      isWithin: true,
      states: [
        { policy: 'b', limit: 3, windowSeconds: 60, remaining: 2, resetSeconds: 61 },
        { policy: 'a', limit: 10, windowSeconds: 3_600, remaining: 9, resetSeconds: 3_601 },
      ],
    });
  });

  it('says after how long there is room again, and there is', async () => {
    await takeMany(4, [use('a', 4)]);
    clock.advance(10_000);
    const { isWithin, states } = await limits.take([use('a', 4)]);
    expect([isWithin, states[0]?.resetSeconds]).toEqual([false, 51]);
    clock.advance(50_000);
    expect((await limits.take([use('a', 4)])).isWithin).toBe(false);
    clock.advance(1_000);
    expect((await limits.take([use('a', 4)])).isWithin).toBe(true);
    expect((await limits.take([use('a', 4)])).isWithin).toBe(false);
  });

  it('begins anew after two windows', async () => {
    await takeMany(4, [use('a', 4)]);
    clock.advance(2 * minuteMs);
    expect(await takeMany(10, [use('a', 4)])).toBe(4);
  });

  it('counts of a machine whose clock is behind in the window of the one ahead', async () => {
    const ahead = createManualClock(new Date(clock.now().getTime() + minuteMs));
    expect(await takeMany(3, [use('a', 4)], [open(ahead)])).toBe(3);
    expect(await takeMany(5, [use('a', 4)])).toBe(1);
    expect(await takeMany(5, [use('a', 4)], [open(ahead)])).toBe(0);
  });

  it('does not believe a clock that was days ahead', async () => {
    const wrong = createManualClock(new Date(clock.now().getTime() + 86_400_000));
    await takeMany(4, [use('a', 4)], [open(wrong)]);
    expect(await takeMany(5, [use('a', 4)])).toBe(4);
  });

  it('asks nothing of the database for no uses', async () => {
    const away = { query: () => Promise.reject(new Error('away')) };
    const without = createRequestLimits({ db: away, clock, rates });
    expect(await without.take([])).toEqual({ isWithin: true, states: [] });
    await expect(without.take([use('a', 1)])).rejects.toThrow('away');
  });

  it('goes with the transaction that it is called in', async () => {
    const failed = database.db.joinedTransaction(async () => {
      await limits.take([use('a', 2)]);
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    expect(await takeMany(5, [use('a', 2)])).toBe(2);
  });
});

describe('failed tries', () => {
  const { bucket, rate } = use('login', 3);

  it('are counted beyond the limit, so that going on makes waiting longer', async () => {
    expect(await limits.peek(bucket, rate)).toMatchObject({ isWithin: true, remaining: 3 });
    for (let count = 0; count < 3; count += 1) await limits.countFailure(bucket, rate);
    const first = await limits.peek(bucket, rate);
    expect(first).toMatchObject({ isWithin: false, remaining: 0, resetSeconds: 61 });
    await Promise.all(Array.from({ length: 3 }, () => limits.countFailure(bucket, rate)));
    const later = await limits.peek(bucket, rate);
    expect(later).toMatchObject({ isWithin: false, resetSeconds: 91 });
    clock.advance(91_000);
    expect(await open().peek(bucket, rate)).toMatchObject({ isWithin: true });
  });

  it('are forgotten after one that succeeded', async () => {
    for (let count = 0; count < 3; count += 1) await limits.countFailure(bucket, rate);
    await limits.forget(bucket);
    expect(await open().peek(bucket, rate)).toMatchObject({ isWithin: true, remaining: 3 });
  });
});

describe('what has lapsed', () => {
  it('is removed, and only that', async () => {
    await limits.take([use('minute', 9), use('hour', 9, 3_600_000)]);
    expect(await limits.removeLapsed()).toBe(0);
    clock.advance(2 * minuteMs);
    expect(await limits.removeLapsed()).toBe(1);
    expect((await limits.peek(bucketOf('test', 'hour'), { count: 9, windowMs: 3_600_000 })).remaining).toBe(
      8,
    );
  });

  it('may be removed while requests are counted', async () => {
    await takeMany(3, [use('a', 100)]);
    clock.advance(2 * minuteMs);
    const [within] = await Promise.all([takeMany(30, [use('a', 100)]), limits.removeLapsed()]);
    expect(within).toBe(30);
    expect((await limits.peek(bucketOf('test', 'a'), { count: 100, windowMs: minuteMs })).remaining).toBe(70);
  });
});

it('keeps no address in the table', async () => {
  const on = createRequestLimits({
    db: database.db,
    clock,
    rates: { ...rates, perNetwork: { count: 9, windowMs: minuteMs } },
  });
  const uses = on.limitsFor({}, { principal: undefined, organizationId: undefined, ip: '192.0.2.77' });
  await on.take(uses);
  const rows = await database.db.query({ text: 'select * from request_counts' });
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('192.0.2');
});
