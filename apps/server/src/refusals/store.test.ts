import { randomUUID } from 'node:crypto';
import { createManualClock, waitFor, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { ensureMonthPartitions, type Db } from '../db/index.ts';
import { createRefusals, type NewRefusal, type Refusals } from './index.ts';

let database: OpenTestDatabase;
let clock: ManualClock;
let jane: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  jane = (await createOwner(database.db, 'jane')).organizationId;
  john = (await createOwner(database.db, 'john')).organizationId;
  await ensureMonthPartitions(database.db);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = createManualClock(new Date('2030-01-01T12:00:00Z'));
  await database.db.query({ text: 'truncate refusal_counts, events' });
});

/** One of several processes on the database. */
function open({
  query = database.db.query,
  failures = [],
}: { readonly query?: Db['query']; readonly failures?: object[] } = {}): Refusals {
  const failed = (action: string, _error: unknown, details = {}) =>
    void failures.push({ action, ...details });
  return createRefusals({ db: { ...database.db, query }, clock, events: { failed } });
}

function refusal(change: Partial<NewRefusal> = {}): NewRefusal {
  return {
    organizationId: jane,
    recipient: 'nobody@my.example',
    mailFrom: 'bob@spam.example',
    ip: '192.0.2.1',
    stage: 'rcpt',
    code: 550,
    reason: 'no such address',
    ...change,
  };
}

/** Notes each as a process of its own time does, and waits until they are written. */
async function note(changes: readonly Partial<NewRefusal>[], by = open()): Promise<void> {
  for (const change of changes) by.note(refusal(change));
  await by[Symbol.asyncDispose]();
}

const times = (count: number, change: Partial<NewRefusal> = {}) =>
  Array.from({ length: count }, () => change);

async function countEvents(organizationId = jane): Promise<number> {
  const [row] = await database.db.query<{ readonly events: number }>({
    text: `select count(*)::int as events from events where type = 'refused' and organization_id = $1`,
    params: [organizationId],
  });
  return row?.events ?? 0;
}

async function countAll(organizationId = jane): Promise<number> {
  const counts = await open().counts(organizationId);
  return counts.reduce((sum, { count }) => sum + count, 0);
}

describe('note', () => {
  it('can be read within a second or two, newest first, page by page', async () => {
    const aliasId = randomUUID();
    await using refusals = open();
    refusals.note(refusal({ aliasId, recipient: 'shop@my.example', code: 450, reason: 'over the limit' }));
    clock.advance(1_000);
    refusals.note(refusal({ mailFrom: '' }));
    clock.advance(1_000);
    refusals.note(refusal({ privacyLevel: 'none' }));
    refusals.note(refusal({ organizationId: john }));
    const list = (before?: string) => refusals.list({ organizationId: jane, limit: 2, before });
    const first = await waitFor(
      async () => {
        const listed = await list();
        return listed.length === 2 && listed;
      },
      { what: 'the refusals to be written', timeoutMs: 3_000 },
    );
    const [newest, middle] = first;
    expect(newest).toMatchObject({ mailFrom: '*', ip: undefined, reason: 'no such address' });
    expect(middle).toMatchObject({ mailFrom: '', ip: '192.0.2.1' });
    expect(await list(middle?.id)).toEqual([
      {
        id: expect.any(String) as string,
        at: new Date('2030-01-01T12:00:00Z'),
        aliasId,
        recipient: 'shop@my.example',
        mailFrom: 'bob@spam.example',
        ip: '192.0.2.1',
        stage: 'rcpt',
        code: 450,
        reason: 'over the limit',
      },
    ]);
  });

  it('stores what peers write, whatever it is', async () => {
    await note([{ recipient: 'a\0b"\\{}@my.example', mailFrom: '\ud800', reason: 'it\'s {"null"}, \\N' }]);
    const [kept] = await open().list({ organizationId: jane, limit: 1 });
    expect(kept).toMatchObject({
      recipient: 'ab"\\{}@my.example',
      mailFrom: '',
      reason: 'it\'s {"null"}, \\N',
    });
  });

  it('leaves out organizations that are gone, and keeps the rest', async () => {
    await note([{ organizationId: randomUUID() }, {}]);
    expect(await countEvents()).toBe(1);
  });
});

describe('a flood', () => {
  it('leaves 500 events an hour, and is counted', async () => {
    await note([...times(700), ...times(10, { organizationId: john })]);
    expect([await countEvents(), await countEvents(john)]).toEqual([500, 10]);
    expect([await countAll(), await countAll(john)]).toEqual([700, 10]);
    await note(times(5));
    expect([await countEvents(), await countAll()]).toEqual([500, 705]);
    clock.advance(3_600_000);
    await note(times(5));
    expect([await countEvents(), await countAll()]).toEqual([505, 710]);
  });

  it('from several processes at once leaves no more', async () => {
    const floods = [200, 300, 400].map((count) => note(times(count)));
    await Promise.all(floods);
    expect([await countEvents(), await countAll()]).toEqual([500, 900]);
  });

  it('larger than what a process keeps is counted as well', async () => {
    await note(times(4_000));
    expect([await countEvents(), await countAll()]).toEqual([500, 4_000]);
  });

  it('of ever new reasons and addresses of a catch-all makes no more rows than events', async () => {
    const aliasId = randomUUID();
    const made = (index: number) => ({ aliasId, recipient: `x${index}@my.example`, reason: `SIZE=${index}` });
    await note([{}, ...Array.from({ length: 900 }, (_, index) => made(index))]);
    const counts = await open().counts(jane);
    expect(counts).toHaveLength(501);
    expect(counts[0]).toMatchObject({ reason: 'other', recipient: undefined, count: 401 });
    await note([{}, made(1_000)]);
    const [other, known] = await open().counts(jane);
    expect([other, known]).toMatchObject([{ count: 402 }, { reason: 'no such address', count: 2 }]);
    expect(await countEvents()).toBe(500);
  });

  it('is counted by hour, reason and alias', async () => {
    const aliasId = randomUUID();
    const shop = { aliasId, recipient: 'shop@my.example', reason: 'the sender is blocked' };
    await note([...times(2, shop), { recipient: 'a@my.example' }, { recipient: 'b@my.example' }, {}]);
    clock.advance(3_600_000);
    await note([shop]);
    const [noon, one] = [new Date('2030-01-01T12:00:00Z'), new Date('2030-01-01T13:00:00Z')];
    expect(await open().counts(jane)).toEqual([
      { hour: one, reason: 'the sender is blocked', recipient: 'shop@my.example', count: 1 },
      { hour: noon, reason: 'no such address', recipient: undefined, count: 3 },
      { hour: noon, reason: 'the sender is blocked', recipient: 'shop@my.example', count: 2 },
    ]);
  });
});

describe('without the database', () => {
  it('keeps the newest and counts the others', async () => {
    let isAway = true;
    const failures: object[] = [];
    const query: Db['query'] = (statement) =>
      isAway ? Promise.reject(new Error('connection refused')) : database.db.query(statement);
    await using refusals = open({ query, failures });
    for (let count = 0; count < 2_500; count += 1) refusals.note(refusal({ reason: `reason ${count}` }));
    await waitFor(() => failures.length > 0, { what: 'the failure to be told' });
    isAway = false;
    await waitFor(async () => (await countAll()) > 0, { what: 'the refusals to be written' });
    expect(await countEvents()).toBe(500);
    const [row] = await database.db.query<{ readonly total: number }>({
      text: `select count::int as total from refusal_counts where organization_id = $1 and reason = ''`,
      params: [jane],
    });
    expect(row?.total).toBe(2_500);
    expect(failures).toEqual([{ action: 'refusals' }]);
  });
});

describe('removeOlderThan', () => {
  it('keeps what is young enough', async () => {
    await note([{ reason: 'old' }]);
    clock.advance(31 * 86_400_000);
    await note([{ reason: 'new' }]);
    expect(await open().removeOlderThan(30)).toBe(2);
    expect((await open().counts(jane)).map(({ reason }) => reason)).toEqual(['new']);
  });
});
