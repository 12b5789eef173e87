import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldAll } from './fold.ts';
import { measures, nothing, sumsOf, type Sums } from './measures.ts';
import type { Dimension } from './read-sql.ts';
import { readRange } from './range.ts';
import { rebuildStatistics } from './rebuild.ts';
import { stepsOf } from './steps.ts';
import { readSums } from './store.ts';
import { Memory, type Counted } from './testdata/recount.ts';
import { act, anyAction } from './testdata/workload.ts';
import { openWorld, type World } from './testdata/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const dimensions: readonly Dimension[] = [
  'organization',
  'domain',
  'alias',
  'mailbox',
  'sender_domain',
  'reason',
  'failure_class',
  'authentication',
  'latency',
];
/** Thousands of hours of each subject: of these alone. */
const hourly: readonly Dimension[] = ['organization'];
const zones = ['Europe/Berlin', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia'] as const;

/** The day by the clock on the wall, and with `hour` its hour and offset: by a library that knows nothing of our calendar. */
function labelOf(instant: number, timeZone: string, granularity: 'hour' | 'day'): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour } = parts;
  const date = `${String(year)}-${String(month)}-${String(day)}`;
  if (granularity === 'day') return date;
  const offset = String(parts['timeZoneName']).replace('GMT', '') || '+00:00';
  return `${date}T${String(hour)}:00${offset}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const format = formats.get(timeZone) ?? makeFormat(timeZone);
  formats.set(timeZone, format);
  return format;
}
function makeFormat(timeZone: string): Intl.DateTimeFormat {
  const two = '2-digit';
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    timeZoneName: 'longOffset',
  });
}

type Table = ReadonlyMap<string, Sums>;

/** `dimension key label` → sums, out of single facts. */
function tabulate(facts: readonly Counted[], labelAt: (instant: number) => string): Table {
  const table = new Map<string, Sums>();
  for (const { at, measure, amount, keys } of facts) {
    for (const [dimension, key] of Object.entries(keys)) {
      if (isNotKept(dimension, measure)) continue;
      const place = `${dimension} ${key} ${labelAt(at)}`;
      const sums = table.get(place) ?? nothing;
      table.set(place, { ...sums, [measure]: sums[measure] + amount });
    }
  }
  return table;
}

/** Deliveries are not counted by sender. */
function isNotKept(dimension: string, measure: string): boolean {
  return dimension === 'sender_domain' && measure === 'accepted';
}

const from = '2026-10-19';
const to = '2026-12-31';

async function readTable(
  timeZone: string,
  granularity: 'hour' | 'day',
  organizationId = world.tenant.organizationId,
): Promise<Table> {
  const range = readRange({ from, to }, { timeZone, now: new Date() });
  const steps = stepsOf(range, { granularity, weekStart: 'monday' });
  const table = new Map<string, Sums>();
  for (const dimension of granularity === 'day' ? dimensions : hourly) {
    const rows = await readSums(world.db, organizationId, { dimension, spans: steps, subjects: 'all' });
    for (const { index, key, sums } of rows) {
      if (measures.some((measure) => sums[measure] !== 0))
        table.set(`${dimension} ${key} ${steps[index]?.label ?? ''}`, sums);
    }
  }
  return table;
}

async function expectEqual(memory: Memory): Promise<void> {
  await memory.look();
  const facts = memory.recount();
  for (const timeZone of zones) {
    const recounted = tabulate(facts, (at) => labelOf(at, timeZone, 'day'));
    expect(sorted(await readTable(timeZone, 'day'))).toEqual(sorted(recounted));
  }
  const ofHours = facts.flatMap(({ keys, ...fact }) =>
    keys.organization === '' ? [{ ...fact, keys: { organization: '' } }] : [],
  );
  const hours = tabulate(ofHours, (at) => labelOf(at, 'Europe/Berlin', 'hour'));
  expect(sorted(await readTable('Europe/Berlin', 'hour'))).toEqual(sorted(hours));
}

function sorted(table: Table): readonly (readonly [string, Sums])[] {
  return [...table]
    .filter(([, sums]) => measures.some((measure) => sums[measure] !== 0))
    .map(([place, sums]) => [place, sumsOf((measure) => sums[measure])] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

it(
  'equals a recount of the facts after whatever happened, crashes included',
  { timeout: 120_000 },
  async () => {
    const memory = new Memory(world.db, world.tenant);
    await fc.assert(
      fc.asyncProperty(fc.array(anyAction, { minLength: 15, maxLength: 25 }), async (actions) => {
        for (const action of actions) await act(action, world, memory);
        await expectEqual(memory);
      }),
      { numRuns: 3, endOnFailure: true },
    );
    await foldAll(world.db);
    await expectEqual(memory);
    expect(await rebuildWhereNothingWasDeleted()).toBe('equal');
  },
);

/** The other tenant's numbers come from nothing but facts that are all there. */
async function rebuildWhereNothingWasDeleted(): Promise<'equal'> {
  const memory = new Memory(world.db, world.other);
  const actions = fc.sample(anyAction, { numRuns: 25, seed: 6 });
  const own = { ...world, tenant: world.other };
  for (const action of actions) if (action.kind !== 'delete') await act(action, own, memory);
  await memory.look();
  const recounted = sorted(tabulate(memory.recount(), (at) => labelOf(at, 'Europe/Berlin', 'day')));
  const read = async () => sorted(await readTable('Europe/Berlin', 'day', world.other.organizationId));
  expect(await read()).toEqual(recounted);
  expect(await rebuildStatistics(world.db)).toMatchObject({ kind: 'rebuilt' });
  expect(await read()).toEqual(recounted);
  return 'equal';
}
