import { randomUUID } from 'node:crypto';
import { waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { newId, type Db } from '../db/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import {
  createLive,
  usualBounds,
  usualTiming,
  type Live,
  type LiveBounds,
  type LiveTiming,
} from './index.ts';
import { holdEvent, makeEvents, newIds } from './testdata/made-events.ts';
import { createRecorder, type Recorder } from './testdata/recorder.ts';

let database: OpenTestDatabase;
let db: Db;

beforeAll(async () => {
  database = await openTestDatabase();
  db = database.db;
});
afterAll(() => database[Symbol.asyncDispose]());

interface Wishes {
  readonly timing?: Partial<LiveTiming>;
  readonly bounds?: Partial<LiveBounds>;
  readonly db?: Pick<Db, 'query' | 'listen'>;
}

/** A node on which nothing but hints comes in time, unless the test wishes otherwise. */
const openNode = ({ timing, bounds, db: other }: Wishes = {}): Promise<Live> =>
  createLive({
    db: other ?? db,
    clock: systemClock,
    events: silentEvents,
    node: randomUUID(),
    timing: { ...usualTiming, pollMs: 600_000, checkMs: 600_000, ...timing },
    bounds: { ...usualBounds, ...bounds },
  });

interface Wanted {
  readonly organizationId: string;
  readonly userId?: string;
  readonly after?: string;
  readonly mayStill?: () => Promise<boolean>;
  readonly prepare?: (recorder: Recorder) => void;
}

async function open(live: Live, wanted: Wanted): Promise<Recorder> {
  const { organizationId, userId = randomUUID(), after, mayStill = () => Promise.resolve(true) } = wanted;
  const recorder = createRecorder();
  wanted.prepare?.(recorder);
  const viewer = { organizationId, userId, credentialId: randomUUID(), after, mayStill };
  recorder.reports = live.serve(viewer, recorder);
  await recorder.waitForKind('hello');
  return recorder;
}

/** A database whose hints are all lost. */
const deaf = (): Pick<Db, 'query' | 'listen'> => ({
  query: (statement) => db.query(statement),
  listen: () => Promise.resolve({ [Symbol.asyncDispose]: () => Promise.resolve() }),
});

describe('a live connection', () => {
  it('is told of what happens from its hello on, in the public form, and of its own organization alone', async () => {
    await using live = await openNode();
    const [ours, theirs] = [randomUUID(), randomUUID()];
    await makeEvents(db, ours);
    const page = await open(live, { organizationId: ours });
    const other = await open(live, { organizationId: theirs });
    const [first] = await makeEvents(db, ours);
    const [foreign] = await makeEvents(db, theirs);
    expect(await page.waitForEvents(1)).toEqual([first]);
    expect(await other.waitForEvents(1)).toEqual([foreign]);
    expect(page.messages[0]).toMatchObject({ kind: 'hello', organization_id: ours });
    expect(page.messages[1]).toMatchObject({
      kind: 'event',
      event: { type: 'mailbox.confirmed', data: { mailbox: { address: 'jane@mailbox.example' } } },
    });
    expect(page.eventIds()).toEqual([first]);
  });

  it('is told by every node, of what any node writes, once', async () => {
    await using here = await openNode();
    await using there = await openNode();
    const organizationId = randomUUID();
    const pages = [
      await open(here, { organizationId }),
      await open(there, { organizationId }),
      await open(here, { organizationId }),
    ];
    const ids = [...(await makeEvents(db, organizationId)), ...(await makeEvents(db, organizationId))];
    for (const page of pages) expect(await page.waitForEvents(2)).toEqual(ids);
  });

  it('is sent a thousand events of one statement, each once and in order', async () => {
    await using live = await openNode();
    const organizationId = randomUUID();
    const page = await open(live, { organizationId });
    const ids = await makeEvents(db, organizationId, { ids: newIds(1_000) });
    expect(await page.waitForEvents(1_000)).toEqual(ids);
  });

  it('is told of what commits late, however old its id is', async () => {
    await using live = await openNode();
    const organizationId = randomUUID();
    const page = await open(live, { organizationId });
    const late = await holdEvent(
      db,
      organizationId,
      newId(new Date(Date.now() - 10 * usualTiming.overlapMs)),
    );
    const [quick] = await makeEvents(db, organizationId);
    expect(await page.waitForEvents(1)).toEqual([quick]);
    await late.commit();
    expect(await page.waitForEvents(2)).toEqual([quick, late.id]);
  });

  it('misses nothing when hints are lost, and is told nothing twice by the next look', async () => {
    await using live = await openNode({ db: deaf(), timing: { pollMs: 30 } });
    const organizationId = randomUUID();
    const page = await open(live, { organizationId });
    const late = await holdEvent(db, organizationId);
    const ids = await makeEvents(db, organizationId, { ids: newIds(3) });
    expect(await page.waitForEvents(3)).toEqual(ids);
    await late.commit();
    expect(await page.waitForEvents(4)).toEqual([...ids, late.id]);
    const [last] = await makeEvents(db, organizationId);
    expect(await page.waitForEvents(5)).toEqual([...ids, late.id, last]);
  });

  it('is told of nothing that is for the timeline alone', async () => {
    await using live = await openNode();
    const organizationId = randomUUID();
    const page = await open(live, { organizationId });
    await db.query({
      text: `insert into events (id, at, organization_id, type, data) values ($1, now(), $2, 'reported', '{}')`,
      params: [newId(), organizationId],
    });
    const [told] = await makeEvents(db, organizationId);
    expect(await page.waitForEvents(1)).toEqual([told]);
  });
});

describe('a connection that comes back', () => {
  it('is sent what it missed, also what had committed late, and then goes on', async () => {
    // What was written before anybody watched is not hinted at, however late it commits.
    await using live = await openNode({ timing: { pollMs: 30 } });
    const organizationId = randomUUID();
    const late = await holdEvent(db, organizationId);
    const [known = ''] = await makeEvents(db, organizationId);
    const missed = await makeEvents(db, organizationId, { ids: newIds(250) });
    await late.commit();
    const stillOpen = await holdEvent(db, organizationId);
    const page = await open(live, { organizationId, after: known });
    expect(await page.waitForEvents(251)).toEqual([late.id, ...missed]);
    await stillOpen.commit();
    const [next] = await makeEvents(db, organizationId);
    const all = await page.waitForEvents(253);
    expect(all.toSorted()).toEqual([late.id, ...missed, stillOpen.id, next].toSorted());
  });

  it('is told once of what happens while it catches up', async () => {
    await using live = await openNode({ timing: { pollMs: 20 } });
    const organizationId = randomUUID();
    const [known = '', ...missed] = await makeEvents(db, organizationId, { ids: newIds(900) });
    const writing = Promise.all(Array.from({ length: 30 }, () => makeEvents(db, organizationId)));
    const page = await open(live, { organizationId, after: known });
    const written = (await writing).flat();
    const told = await page.waitForEvents(missed.length + written.length);
    expect(new Set(told)).toEqual(new Set([...missed, ...written]));
    expect(told).toHaveLength(missed.length + written.length);
  });

  it.each([
    ['was away for more than a day', newId(new Date(Date.now() - 25 * 3_600_000)), 1],
    ['missed more than is sent again', newId(new Date(Date.now() - 3_600_000)), 6],
  ])('is told to load anew when it %s, and then goes on', async (_name, after, count) => {
    await using live = await openNode({ bounds: { resumedEvents: 5 } });
    const organizationId = randomUUID();
    await makeEvents(db, organizationId, { ids: newIds(count) });
    const page = await open(live, { organizationId, after });
    await page.waitForKind('resync');
    const [next] = await makeEvents(db, organizationId);
    expect(await page.waitForEvents(1)).toEqual([next]);
  });

  it('with an id of the future or of somebody else is sent what is ours', async () => {
    await using live = await openNode();
    const [ours, theirs] = [randomUUID(), randomUUID()];
    const [id] = await makeEvents(db, ours);
    const [foreign = ''] = await makeEvents(db, theirs);
    const future = 'ffffffff-ffff-7fff-bfff-ffffffffffff';
    for (const after of [future, foreign]) {
      const page = await open(live, { organizationId: ours, after });
      expect(await page.waitForEvents(1)).toEqual([id]);
    }
  });
});

describe('a slow reader', () => {
  it('is sent away when too much waits for it', async () => {
    await using live = await openNode();
    const organizationId = randomUUID();
    const page = await open(live, { organizationId });
    page.bufferedBytes = usualBounds.bufferedBytes + 1;
    await makeEvents(db, organizationId);
    expect(await page.waitForEnd()).toBe(4002);
  });

  it('is sent away when too much happens while it is sent what it missed', async () => {
    await using live = await openNode({ bounds: { waitingEvents: 10 } });
    const organizationId = randomUUID();
    const [known = ''] = await makeEvents(db, organizationId, { ids: newIds(2) });
    const prepare = (recorder: Recorder): void => recorder.stopReading();
    const page = await open(live, { organizationId, after: known, prepare });
    await page.waitForEvents(1);
    await makeEvents(db, organizationId, { ids: newIds(11) });
    expect(await page.waitForEnd()).toBe(4002);
  });

  it('loads anew when the node cannot keep up', async () => {
    await using live = await openNode({ bounds: { dueEvents: 10 } });
    const organizationId = randomUUID();
    const page = await open(live, { organizationId });
    await makeEvents(db, organizationId, { ids: newIds(11) });
    await page.waitForKind('resync');
    const [next] = await makeEvents(db, organizationId);
    expect(await page.waitForEvents(1)).toEqual([next]);
  });

  it('or a dead one that answers no ping is cut off', async () => {
    await using live = await openNode({ timing: { pingMs: 40 } });
    const page = await open(live, { organizationId: randomUUID() });
    expect(await page.waitForEnd()).toBe('terminated');
    expect(page.messages.at(-1)).toEqual({ kind: 'ping' });
  });

  it('that answers stays', async () => {
    await using live = await openNode({ timing: { pingMs: 20 } });
    const page = await open(live, { organizationId: randomUUID() });
    const answering = setInterval(() => page.reports?.heard(), 5);
    await waitFor(() => page.messages.filter(({ kind }) => kind === 'ping').length >= 4, { what: 'pings' });
    clearInterval(answering);
    expect(page.end()).toBeUndefined();
  });
});

describe('access', () => {
  const closes = async (take: (userId: string) => Promise<unknown>, name: string): Promise<void> => {
    const owner = await createOwner(db, name);
    await using live = await openNode();
    const mayStill = Promise.withResolvers<boolean>();
    const { organizationId } = owner;
    const page = await open(live, { organizationId, userId: owner.id, mayStill: () => mayStill.promise });
    const other = await open(live, { organizationId: randomUUID() });
    mayStill.resolve(false);
    await take(owner.id);
    expect(await page.waitForEnd()).toBe(4001);
    expect(other.end()).toBeUndefined();
  };

  it('that ends with the session ends the connection at once', () =>
    closes(async (userId) => {
      await db.query({
        text: `insert into auth.session (id, "userId", token, "expiresAt") values ($1, $2, $1::uuid::text, now() + interval '1 day')`,
        params: [randomUUID(), userId],
      });
      await db.query({ text: 'delete from auth.session where "userId" = $1', params: [userId] });
    }, 'session'));

  it('that ends with the membership ends the connection at once', () =>
    closes(
      (userId) => db.query({ text: 'delete from auth.member where "userId" = $1', params: [userId] }),
      'member',
    ));

  it('that ends with a suspension ends the connection at once', async () => {
    await closes(
      (userId) =>
        db.query({ text: `update auth."user" set "suspendedAt" = now() where id = $1`, params: [userId] }),
      'user',
    );
    await closes(
      (userId) =>
        db.query({
          text: `update auth.organization set "suspendedAt" = now() where slug = 'personal-' || $1`,
          params: [userId],
        }),
      'organization',
    );
  });

  it('that ends with a key ends the connection at once', () =>
    closes(async (userId) => {
      await db.query({
        text: `insert into api_keys (id, organization_id, user_id, name, start, hash)
          select $1, m."organizationId", m."userId", 'k', 'smtpy', $2 from auth.member m where m."userId" = $3`,
        params: [randomUUID(), Buffer.from(randomUUID()), userId],
      });
      await db.query({ text: 'delete from api_keys where user_id = $1', params: [userId] });
    }, 'key'));

  it('is asked for again now and then; while that cannot be said, the connection stays', async () => {
    await using live = await openNode({ timing: { checkMs: 20 } });
    const answers = [() => Promise.reject(new Error('the database is away')), () => Promise.resolve(true)];
    let asked = 0;
    const mayStill = (): Promise<boolean> => (answers[asked++] ?? (() => Promise.resolve(false)))();
    const page = await open(live, { organizationId: randomUUID(), mayStill });
    expect(await page.waitForEnd()).toBe(4001);
    expect(asked).toBe(3);
  });
});

describe('a process', () => {
  it('has so many places for a person and in all, and those of who left are free again', async () => {
    await using live = await openNode({ bounds: { perUser: 2, inAll: 3 } });
    const [jane, john] = [randomUUID(), randomUUID()];
    const first = live.reserve(jane);
    const kinds = [live.reserve(jane), live.reserve(jane), live.reserve(john), live.reserve(john)].map(
      ({ kind }) => kind,
    );
    expect([first.kind, ...kinds]).toEqual(['seat', 'seat', 'user_full', 'seat', 'all_full']);
    if (first.kind !== 'seat') throw new Error('the first had no seat');
    first.seat.release();
    first.seat.release();
    expect([live.reserve(john).kind, live.reserve(randomUUID()).kind]).toEqual(['seat', 'all_full']);
  });

  it('that stops says goodbye and is not told any more', async () => {
    const live = await openNode();
    const organizationId = randomUUID();
    const page = await open(live, { organizationId });
    const watched = (): Promise<readonly object[]> =>
      db.query({
        text: 'select node from live_watches where organization_id = $1',
        params: [organizationId],
      });
    expect(await watched()).toHaveLength(1);
    await live[Symbol.asyncDispose]();
    expect(page.end()).toBe(1001);
    expect(await watched()).toHaveLength(0);
  });

  it('keeps its watches alive, and those of dead processes and of pages that left lapse', async () => {
    await using live = await openNode({ timing: { renewMs: 30, watchMs: 400 } });
    const [kept, left, dead] = [randomUUID(), randomUUID(), randomUUID()];
    await db.query({
      text: `insert into live_watches values ($1, 'dead', now() + interval '100 ms')`,
      params: [dead],
    });
    await open(live, { organizationId: kept });
    (await open(live, { organizationId: left })).reports?.closed();
    const list = async (): Promise<readonly string[]> => {
      const rows = await db.query<{ organization_id: string }>({
        text: 'select organization_id from live_watches where organization_id = any ($1) and until > now()',
        params: [[kept, left, dead]],
      });
      return rows.map(({ organization_id: id }) => id);
    };
    await waitFor(async () => (await list()).length === 1, { what: 'what lapses' });
    expect(await list()).toEqual([kept]);
  });

  it('closes a new connection when the database is away', async () => {
    const broken = { ...deaf(), query: () => Promise.reject(new Error('the database is away')) };
    await using live = await openNode({ db: broken });
    const recorder = createRecorder();
    const viewer = {
      organizationId: randomUUID(),
      userId: randomUUID(),
      credentialId: randomUUID(),
      after: undefined,
      mayStill: () => Promise.resolve(true),
    };
    recorder.reports = live.serve(viewer, recorder);
    expect(await recorder.waitForEnd()).toBe(1013);
  });
});
