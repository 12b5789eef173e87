import { createManualClock, waitFor, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { newId } from '../db/index.ts';
import { createNotices } from '../notices/index.ts';
import { createLimits, tellReached, type Limits } from './index.ts';

const hourMs = 3_600_000;
let database: OpenTestDatabase;
let clock: ManualClock;
let organizationId: string;
let aliasId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  ({ organizationId } = await createOwner(database.db, 'jane'));
  const domainId = newId();
  aliasId = newId();
  await database.db.query({
    text: `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, 'a.example', 'active', 'x')`,
    params: [domainId, organizationId],
  });
  await database.db.query({
    text: `insert into aliases (id, organization_id, domain_id, local_part) values ($1, $2, $3, 'shop')`,
    params: [aliasId, organizationId, domainId],
  });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  clock = createManualClock();
  await database.db.query({ text: 'truncate rate_counters, quota_marks, events, notices cascade' });
});

function open(tell = tellReached): Limits {
  const { db } = database;
  const config = {
    perClient: undefined,
    perSender: { count: 5, windowMs: hourMs },
    perAlias: { count: 10, windowMs: hourMs },
    perOrganization: { count: 20, windowMs: hourMs },
    newAliases: undefined,
  };
  const notices = createNotices({ db, clock });
  return createLimits({
    db,
    clock,
    config,
    events: { failed: () => undefined },
    tellReached: (reached) => tell({ db, notices }, reached),
  });
}

function take(limits: Limits, limit: 'alias' | 'organization' | 'sender', count: number): void {
  const key = { alias: aliasId, organization: organizationId, sender: 'ann@sender.example' }[limit];
  for (let use = 0; use < count; use += 1) limits.take([{ limit, key }]);
}

const told = () =>
  database.db.query<{ readonly percent: number; readonly used: number; readonly quota: string }>({
    text: `select (data->>'percent')::int as percent, (data->>'used')::int as used, data->>'quota' as quota, alias_id
      from events where type = 'quota_reached' and organization_id = $1 order by id`,
    params: [organizationId],
  });

const waitForTold = (count: number) =>
  waitFor(async () => (await told()).length >= count, { what: `${String(count)} facts`, timeoutMs: 5_000 });

describe('a limit', () => {
  it('is told of at 80, 90 and 100 percent, once, with a notice', async () => {
    await using limits = open();
    take(limits, 'alias', 7);
    take(limits, 'sender', 5);
    for (const count of [1, 1, 1]) {
      const before = (await told()).length;
      take(limits, 'alias', count);
      await waitForTold(before + 1);
    }
    take(limits, 'alias', 5);
    await limits[Symbol.asyncDispose]();
    const quota = 'messages_per_alias';
    expect(await told()).toEqual([
      { percent: 80, used: 8, quota, alias_id: aliasId },
      { percent: 90, used: 9, quota, alias_id: aliasId },
      { percent: 100, used: 10, quota, alias_id: aliasId },
    ]);
    const notices = await createNotices({ db: database.db, clock }).list({ organizationId, limit: 10 });
    expect(notices.map(({ kind, subjectId, mailed }) => [kind, subjectId, mailed])).toEqual(
      Array.from({ length: 3 }, () => ['quota_reached', aliasId, 0]),
    );
  });

  it('that is jumped over is told of as the highest share', async () => {
    await using limits = open();
    take(limits, 'organization', 30);
    await limits[Symbol.asyncDispose]();
    expect(await told()).toMatchObject([{ percent: 100, used: 20, quota: 'messages_per_organization' }]);
  });

  it('is told of once by all processes together, and anew in the next window', async () => {
    await using one = open();
    await using other = open();
    take(one, 'organization', 10);
    take(other, 'organization', 7);
    await Promise.all([one[Symbol.asyncDispose](), other[Symbol.asyncDispose]()]);
    await using third = open();
    await using fourth = open();
    take(third, 'organization', 1);
    take(fourth, 'organization', 1);
    await Promise.all([third[Symbol.asyncDispose](), fourth[Symbol.asyncDispose]()]);
    const before = await told();
    expect(before.map(({ percent }) => percent)).toEqual([...new Set(before.map(({ percent }) => percent))]);
    expect(before[0]?.percent).toBe(80);
    clock.advance(2 * hourMs);
    await using later = open();
    take(later, 'organization', 16);
    await later[Symbol.asyncDispose]();
    expect((await told()).map(({ percent }) => percent).slice(before.length)).toEqual([80]);
  });

  it('is told of later when the database was away', async () => {
    let isAway = true;
    await using limits = open((dependencies, reached) =>
      isAway ? Promise.reject(new Error('away')) : tellReached(dependencies, reached),
    );
    take(limits, 'organization', 16);
    await waitFor(async () => (await database.db.query({ text: 'select 1 from rate_counters' })).length > 0, {
      what: 'the counts',
    });
    isAway = false;
    await waitForTold(1);
    expect(await told()).toMatchObject([{ percent: 80 }]);
  });

  it('is forgotten with its windows', async () => {
    await using limits = open();
    take(limits, 'organization', 16);
    await waitForTold(1);
    clock.advance(72 * hourMs);
    await limits.removeLapsed();
    expect(await database.db.query({ text: 'select 1 from quota_marks' })).toEqual([]);
  });
});
