import { createManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  openTestDatabase,
  type OpenTestDatabase,
  type TestApi,
} from '../../../fixtures/index.ts';
import { createRequestLimits } from '../../request-limits/index.ts';
import { formatLimits } from './limit-fields.ts';
import { noteRoutes } from './testdata/notes.ts';

let database: OpenTestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await db.query({ text: 'create table notes (id uuid primary key, text text)' });
  const jane = await createOwner(db, 'jane');
  const rate = { count: 3, windowMs: 60_000 };
  const rates = { perKey: undefined, perUser: rate, perOrganization: undefined, perNetwork: rate };
  api = await openTestApi({
    db,
    routes: noteRoutes(db, { afterInsert: () => Promise.resolve() }),
    principals: { jane: createPrincipal(jane.id) },
    limits: createRequestLimits({ db, clock: createManualClock(), rates }),
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

it('tells what is left, and refuses what is too much before it does anything', async () => {
  const create = () => api.send('POST', '/v1/notes', { as: 'jane', body: { text: 'a' } });
  const answers = [await create(), await create(), await create(), await create()];
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
  const [first, , , last] = answers;
  expect(first?.headers.get('ratelimit-policy')).toBe('"user";q=3;w=60');
  expect(first?.headers.get('ratelimit')).toMatch(/^"user";r=2;t=\d+$/);
  expect(last?.headers.get('ratelimit')).toMatch(/^"user";r=0;t=\d+$/);
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(last?.body).toMatchObject({ code: 'rate_limited', status: 429 });
  expect(await database.db.query({ text: 'select 1 from notes' })).toHaveLength(3);
});

it('counts what is refused, so that nobody tries keys without end', async () => {
  const tryKey = () => api.send('GET', '/v1/notes', { headers: { authorization: 'Bearer smtpyNot' } });
  expect((await api.send('GET', '/v1/notes')).status).toBe(401);
  const tries = [await tryKey(), await tryKey(), await tryKey()];
  expect(tries.map(({ status }) => status)).toEqual([401, 401, 429]);
});

it('several limits are one list; who comes back waits for the last of them', () => {
  const state = { limit: 5, windowSeconds: 60 };
  const states = [
    { ...state, policy: 'user', remaining: 0, resetSeconds: 7 },
    { ...state, policy: 'organization', remaining: 4, resetSeconds: 50 },
  ];
  expect(formatLimits({ isWithin: false, states })).toEqual([
    ['ratelimit-policy', '"user";q=5;w=60, "organization";q=5;w=60'],
    ['ratelimit', '"user";r=0;t=7, "organization";r=4;t=50'],
    ['retry-after', '7'],
  ]);
  expect(formatLimits({ isWithin: true, states }).map(([name]) => name)).not.toContain('retry-after');
  expect(formatLimits({ isWithin: true, states: [] })).toEqual([]);
});
