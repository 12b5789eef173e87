import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '@smtpy/testkit';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createNotices, type NewNotice, type Notices } from './index.ts';

const dayMs = 86_400_000;
let database: OpenTestDatabase;
let clock: ManualClock;
let notices: Notices;
let jane: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  clock = createManualClock();
  notices = createNotices({ db: database.db, clock });
  jane = (await createOwner(database.db, 'jane')).organizationId;
  john = (await createOwner(database.db, 'john')).organizationId;
});
afterAll(() => database[Symbol.asyncDispose]());

function notice(change: Partial<NewNotice> = {}): NewNotice {
  return {
    organizationId: jane,
    kind: 'forward_failed',
    subjectId: randomUUID(),
    topic: 'hard',
    mailed: 1,
    facts: { words: '550 no' },
    at: clock.now(),
    ...change,
  };
}

const record = (given: NewNotice) => database.db.transaction((tx) => notices.record(tx, given));
const wasMailed = (given: NewNotice) =>
  database.db.transaction((tx) => notices.wasMailedWithin(tx, given, dayMs));

describe('wasMailedWithin', () => {
  it('knows the same news for a day', async () => {
    const news = notice();
    expect(await wasMailed(news)).toBe(false);
    await record(news);
    expect(await wasMailed(news)).toBe(true);
    clock.advance(dayMs - 1);
    expect(await wasMailed(news)).toBe(true);
    clock.advance(1);
    expect(await wasMailed(news)).toBe(false);
  });

  it.each<[string, (news: NewNotice) => Partial<NewNotice>]>([
    ['another organization', () => ({ organizationId: john })],
    ['another kind', () => ({ kind: 'forward_delayed' })],
    ['another subject', () => ({ subjectId: randomUUID() })],
    ['no subject', () => ({ subjectId: undefined })],
    ['another topic', () => ({ topic: 'full' })],
    ['no topic', () => ({ topic: undefined })],
  ])('takes %s for other news', async (_what, change) => {
    const news = notice();
    await record(news);
    const other = { ...news, ...change(news) };
    expect(await wasMailed(other)).toBe(false);
    await record(other);
    expect(await wasMailed(other)).toBe(true);
  });

  it('does not count what was only kept', async () => {
    const news = notice({ mailed: 0 });
    await record(news);
    expect(await wasMailed(news)).toBe(false);
  });

  it('lets one of two who ask at once be the first', async () => {
    const news = notice();
    const decide = () =>
      database.db.transaction(async (tx) => {
        const isKnown = await notices.wasMailedWithin(tx, news, dayMs);
        if (!isKnown) await notices.record(tx, news);
        return isKnown;
      });
    const known = await Promise.all([decide(), decide(), decide()]);
    expect(known.filter((isKnown) => !isKnown)).toHaveLength(1);
  });
});

describe('list', () => {
  it('gives the newest first, page by page, of one organization', async () => {
    await database.db.query({ text: 'truncate notices cascade' });
    for (const topic of ['a', 'b', 'c']) await record(notice({ topic }));
    await record(notice({ organizationId: john, topic: undefined, subjectId: undefined }));
    const first = await notices.list({ organizationId: jane, limit: 2 });
    const rest = await notices.list({ organizationId: jane, limit: 2, afterId: first[1]?.id });
    expect([...first, ...rest].map(({ topic }) => topic)).toEqual(['c', 'b', 'a']);
    const [newest] = await notices.list({ limit: 10 });
    expect(newest).toMatchObject({
      organizationId: john,
      topic: undefined,
      subjectId: undefined,
      facts: { words: '550 no' },
      mailed: 1,
    });
  });
});

describe('removeOlderThan', () => {
  it('keeps what is young enough', async () => {
    await database.db.query({ text: 'truncate notices cascade' });
    await record(notice({ topic: 'old' }));
    clock.advance(31 * dayMs);
    await record(notice({ topic: 'new' }));
    expect(await notices.removeOlderThan(30)).toBe(1);
    expect((await notices.list({ limit: 10 })).map(({ topic }) => topic)).toEqual(['new']);
  });
});
