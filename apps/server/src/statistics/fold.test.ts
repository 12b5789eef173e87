import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { foldAll, foldOnce } from './fold.ts';
import { readSpans } from './statistics.ts';
import { countNext, rebuildStatistics } from './rebuild.ts';
import { eraseStatistics, removeOldStatistics } from './removal.ts';
import { endOfStep, percentileOf, startOfStep, stepOf } from './latency.ts';
import { insertFacts } from './testdata/facts.ts';
import { openWorld, type Tenant, type World } from './testdata/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() =>
  world.db.query({
    text: 'truncate statistics_deltas, statistics_subjects, statistics_rollups, messages, deliveries, events, refusal_counts',
  }),
);

const at = new Date('2026-11-20T10:00:00Z');
const span = { start: at.getTime() - 86_400_000 * 40, end: at.getTime() + 86_400_000 * 3 };

async function messagesOf({ organizationId }: Tenant): Promise<number> {
  const [sums] = await readSpans(world, organizationId, { filter: {}, spans: [span] });
  return sums?.messages ?? 0;
}

async function count(table: string): Promise<number> {
  const [row] = await world.db.query<{ readonly count: number }>({
    text: `select count(*)::int as count from ${table}`,
  });
  return row?.count ?? 0;
}

const many = (messages: number) => Array.from({ length: messages }, (_, index) => ({ at, alias: index % 4 }));

describe('folding', () => {
  it('by many at once counts everything once', async () => {
    await insertFacts(world.db, world.tenant, many(300));
    const results = await Promise.all(Array.from({ length: 5 }, () => foldOnce(world.db)));
    expect(results.filter(({ kind }) => kind === 'folded').length).toBeGreaterThan(0);
    await foldAll(world.db);
    expect(await count('statistics_deltas')).toBe(0);
    expect(await messagesOf(world.tenant)).toBe(300);
  });

  it('is never seen half done', async () => {
    const done = new AbortController();
    const writing = (async () => {
      for (let round = 0; round < 10; round += 1) {
        await insertFacts(world.db, world.tenant, many(20));
        await foldAll(world.db);
      }
      done.abort();
    })();
    const seen: number[] = [];
    while (!done.signal.aborted) seen.push(await messagesOf(world.tenant));
    await writing;
    expect(seen.every((messages) => messages % 20 === 0)).toBe(true);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(await messagesOf(world.tenant)).toBe(200);
  });

  it('drops what belongs to organizations that are gone', async () => {
    await insertFacts(world.db, { ...world.tenant, organizationId: world.tenant.userId }, many(3));
    await foldAll(world.db);
    expect(await count('statistics_deltas')).toBe(0);
    expect(await count('statistics_subjects')).toBe(0);
  });
});

it('counts for nobody else', async () => {
  await insertFacts(world.db, world.tenant, many(3));
  expect(await messagesOf(world.other)).toBe(0);
  await foldAll(world.db);
  expect(await messagesOf(world.other)).toBe(0);
});

describe('counting what there was before', () => {
  async function countAll(): Promise<number> {
    for (let steps = 0; ; steps += 1) {
      const { kind } = await countNext(world.db);
      expect(kind).not.toBe('taken');
      if (kind === 'nothing') return steps;
    }
  }

  it('makes the numbers of installations that had none, once, with what comes meanwhile', async () => {
    await insertFacts(world.db, world.tenant, many(5));
    await world.db.query({ text: 'truncate statistics_deltas' });
    await insertFacts(world.db, world.tenant, many(7));
    await world.db.query({ text: 'insert into statistics_backlog values (default)' });
    expect(await messagesOf(world.tenant)).toBe(7);
    expect(await countAll()).toBe(2);
    expect(await messagesOf(world.tenant)).toBe(12);
    expect(await countAll()).toBe(0);
    expect(await rebuildStatistics(world.db)).toEqual({ kind: 'rebuilt' });
    expect(await messagesOf(world.tenant)).toBe(12);
  });

  it('goes on where it was broken off, and adds what comes between its steps', async () => {
    const days = [1, 2, 5].map((day) => ({ at: new Date(at.getTime() - day * 86_400_000) }));
    await insertFacts(world.db, world.tenant, days);
    await world.db.query({ text: 'truncate statistics_deltas' });
    await world.db.query({ text: 'insert into statistics_backlog values (default)' });
    const seen: number[] = [];
    for (let step = 0; (await countNext(world.db)).kind === 'counted'; step += 1) {
      seen.push(await messagesOf(world.tenant));
      await insertFacts(world.db, world.tenant, [{ at: new Date() }]);
      await foldAll(world.db);
    }
    expect(seen).toEqual([0, 1, 2, 3]);
    const present = { start: Date.now() - 3_600_000, end: Date.now() + 3_600_000 };
    const [sums] = await readSpans(world, world.tenant.organizationId, { filter: {}, spans: [present] });
    expect(sums?.messages).toBe(4);
  });

  it('is over soon when a clock was wrong by decades', async () => {
    const wrong = [0, 86_400_000 * 365 * 80].map((ms) => ({ at: new Date(ms + 1_000) }));
    await insertFacts(world.db, world.tenant, [...wrong, { at }]);
    await world.db.query({ text: 'insert into statistics_backlog values (default)' });
    expect(await countAll()).toBe(3);
    const always = { start: 0, end: Date.UTC(2100, 0) };
    const [sums] = await readSpans(world, world.tenant.organizationId, { filter: {}, spans: [always] });
    expect(sums?.messages).toBe(3);
  });

  it('counts deliveries of which the message went with its month', async () => {
    await insertFacts(world.db, world.tenant, many(1));
    await world.db.query({ text: 'delete from messages' });
    expect(await rebuildStatistics(world.db)).toEqual({ kind: 'rebuilt' });
    const [sums] = await readSpans(world, world.tenant.organizationId, { filter: {}, spans: [span] });
    expect(sums).toMatchObject({ messages: 1, bytes: 0, forwarded: 1 });
  });
});

describe('removing', () => {
  const clock = { now: () => at };

  it('ends what is old, and what nothing is left of', async () => {
    await insertFacts(world.db, world.tenant, [
      { at: new Date(at.getTime() - 31 * 86_400_000), alias: 1 },
      { at, alias: 0 },
    ]);
    await foldAll(world.db);
    const subjects = await count('statistics_subjects');
    expect(await removeOldStatistics({ db: world.db, clock }, 30)).toBeGreaterThan(0);
    expect(await messagesOf(world.tenant)).toBe(1);
    expect(await count('statistics_subjects')).toBe(subjects - 1);
    expect(await removeOldStatistics({ db: world.db, clock }, 30)).toBe(0);
  });

  it('forgets senders where nothing of them is kept any more', async () => {
    await insertFacts(world.db, world.tenant, many(2));
    await foldAll(world.db);
    const { organizationId } = world.tenant;
    const params = [organizationId];
    await world.db.query({
      text: `insert into organization_settings (organization_id, privacy_level) values ($1, 'none')`,
      params,
    });
    await removeOldStatistics({ db: world.db, clock }, 30);
    const rows = await world.db.query({
      text: `select id from statistics_subjects where dimension = 'sender_domain'`,
    });
    expect(rows).toEqual([]);
    await world.db.query({ text: 'delete from organization_settings where organization_id = $1', params });
  });

  it('erases an organization and no other', async () => {
    for (const tenant of [world.tenant, world.other]) await insertFacts(world.db, tenant, many(2));
    await foldAll(world.db);
    await insertFacts(world.db, world.tenant, many(2));
    const erase = () => world.db.transaction((tx) => eraseStatistics(tx, world.tenant.organizationId));
    expect(await erase()).toBeGreaterThan(0);
    expect(await erase()).toBe(0);
    expect(await messagesOf(world.tenant)).toBe(0);
    expect(await messagesOf(world.other)).toBe(2);
  });
});

describe('steps of latency', () => {
  it('are those of the database', async () => {
    const times = [0, 0.4, 1, 1.18, 1.19, 2, 3.999, 4, 4.001, 1_000, 1_024, 86_400_000, 2 ** 31];
    const rows = await world.db.query<{ readonly step: number }>({
      text: 'select statistics_latency(x) as step from unnest($1::float8[]) with ordinality as t (x, n) order by n',
      params: [times],
    });
    expect(rows.map(({ step }) => step)).toEqual(times.map(stepOf));
    for (const time of times.slice(2)) {
      const step = stepOf(time);
      expect(startOfStep(step)).toBeLessThanOrEqual(time);
      expect(endOfStep(step)).toBeGreaterThan(time);
    }
  });

  it('give percentiles within 9.1 %', () => {
    const times = Array.from({ length: 5_000 }, (_, index) => 1 + ((index * 7919) % 60_000));
    const histogram = new Map<number, number>();
    for (const time of times) histogram.set(stepOf(time), (histogram.get(stepOf(time)) ?? 0) + 1);
    const sorted = times.toSorted((a, b) => a - b);
    for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
      const exact = sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
      expect(Math.abs((percentileOf(histogram, share) ?? 0) / exact - 1)).toBeLessThan(0.091);
    }
    expect(percentileOf(new Map(), 0.5)).toBeUndefined();
  });
});
