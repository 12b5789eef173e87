import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Db } from '../db/index.ts';
import { csvLine } from '../csv/index.ts';
import { readRows, totalOf } from './export-rows.ts';
import { streamRows } from './export-text.ts';
import { readRange } from './range.ts';
import { stepsOf } from './steps.ts';
import { openWorld, type World } from './testdata/world.ts';

let world: World;
const subjects = 5_000;
const days = 20;
const firstDay = '2026-11-01';

beforeAll(async () => {
  world = await openWorld();
  await world.db.query({
    text: `
with s as (
  insert into statistics_subjects (organization_id, dimension, key)
  select $1, 'sender_domain', 's' || n || '.example' from generate_series(1, $2::int) n returning id
)
insert into statistics_rollups (subject_id, is_day, slot, messages)
select s.id, true, statistics_quarter($4::timestamptz) + 96 * day, 1 from s cross join generate_series(0, $3::int - 1) day`,
    params: [world.tenant.organizationId, subjects, days, `${firstDay}T00:00:00Z`],
  });
  await world.db.query({ text: 'analyze statistics_rollups' });
  await world.db.query({ text: 'analyze statistics_subjects' });
});
afterAll(() => world[Symbol.asyncDispose]());

function request() {
  const range = readRange({ from: firstDay, to: '2026-11-21' }, { timeZone: 'UTC', now: new Date() });
  const steps = stepsOf(range, { granularity: 'day', weekStart: 'monday' });
  return { organizationId: world.tenant.organizationId, dimension: 'sender_domain' as const, steps };
}

const head = { range: {}, granularity: 'day', rows: 'sender_domain' };

it(
  '100,000 rows come in batches, as many as were announced, with memory flat',
  { timeout: 60_000 },
  async () => {
    expect(await totalOf(world.db, request())).toBe(subjects * days);
    let lines = 0;
    const greatestHeaps = [0, 0];
    for await (const chunk of streamRows(readRows(world.db, request()), 'csv', head)) {
      const rows = String(chunk).split('\r\n').length - 1;
      expect(rows).toBeLessThanOrEqual(5_000);
      lines += rows;
      const half = lines <= (subjects * days) / 2 ? 0 : 1;
      greatestHeaps[half] = Math.max(greatestHeaps[half] ?? 0, process.memoryUsage().heapUsed);
    }
    expect(lines).toBe(subjects * days + 1);
    const [ofFirst = 0, ofSecond = 0] = greatestHeaps;
    // What one batch leaves behind is collected at some time; all rows of a half would be some 50 MB more.
    expect(ofSecond - ofFirst).toBeLessThan(40 * 1024 * 1024);
  },
);

it.each([
  ['UTC', 'day', 5_000 * 20],
  ['UTC', 'week', 5_000 * 4],
  ['Asia/Kathmandu', 'day', 0],
  // Whole days of UTC within the weeks of the zone: all but the day in which each begins and ends.
  ['Asia/Kathmandu', 'week', 5_000 * 3],
] as const)('counts what is written, in %s by the %s', async (timeZone, granularity, count) => {
  const range = readRange({ from: firstDay, to: '2026-11-21' }, { timeZone, now: new Date() });
  const steps = stepsOf(range, { granularity, weekStart: 'monday' });
  const wanted = { ...request(), steps };
  let rows = 0;
  for await (const batch of readRows(world.db, wanted)) rows += batch.length;
  expect([await totalOf(world.db, wanted), rows]).toEqual([rows, count]);
});

it('counting costs by what there is, not by how many steps nothing is in', async () => {
  const stepsFrom = (from: string) =>
    stepsOf(readRange({ from, to: '2026-12-01' }, { timeZone: 'UTC', now: new Date() }), {
      granularity: 'day',
      weekStart: 'monday',
    });
  const timeOf = async (from: string): Promise<number> => {
    const times: number[] = [];
    for (let tries = 0; tries < 3; tries += 1) {
      const began = performance.now();
      expect(await totalOf(world.db, { ...request(), steps: stepsFrom(from) })).toBe(subjects * days);
      times.push(performance.now() - began);
    }
    return Math.min(...times);
  };
  // Two years more: asked for each subject and step it takes twenty times as long.
  expect(await timeOf('2024-11-01')).toBeLessThan(5 * (await timeOf(firstDay)));
});

it('nothing is read any more once nobody takes it', async () => {
  let reads = 0;
  const counting: Db = {
    ...world.db,
    query: (statement) => {
      reads += 1;
      return world.db.query(statement);
    },
  };
  const stream = streamRows(readRows(counting, request()), 'csv', head);
  await once(stream, 'readable');
  expect(String(stream.read())).toMatch(new RegExp(`^${csvLine(['start', 'end']).trim()}`));
  stream.destroy();
  await once(stream, 'close');
  const readsAtEnd = reads;
  await world.db.query({ text: 'select pg_sleep(0.2)' });
  expect(reads).toBe(readsAtEnd);
  expect(reads).toBeLessThan(10);
});
