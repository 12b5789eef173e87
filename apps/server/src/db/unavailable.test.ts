import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { silentEvents } from '../observe/index.ts';
import { connect, isDatabaseUnavailable } from './index.ts';

let database: OpenTestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const raise = (code: string) =>
  failure(database.db.query({ text: `do $$ begin raise exception using errcode = '${code}'; end $$` }));

it.each(['40001', '40P01', '53300', '55P03', '57014'])('%s passes', async (code) => {
  expect(isDatabaseUnavailable(await raise(code))).toBe(true);
});

it.each(['22P02', '23505', '42P01'])('%s is a mistake of ours', async (code) => {
  expect(isDatabaseUnavailable(await raise(code))).toBe(false);
});

it('a server that is not there, and a connection that is cut', async () => {
  const nowhere = connect({
    url: 'postgres://x:x@127.0.0.1:1/x',
    applicationName: 'test',
    maxConnections: 1,
    events: silentEvents,
  });
  expect(isDatabaseUnavailable(await failure(nowhere.query({ text: 'select 1' })))).toBe(true);
  await nowhere.close();
  const cut = failure(database.db.query({ text: 'select pg_terminate_backend(pg_backend_pid())' }));
  expect(isDatabaseUnavailable(await cut)).toBe(true);
});

it('other errors say nothing of the database', () => {
  expect([new TypeError('x is undefined'), 'text', undefined, null].map(isDatabaseUnavailable)).toEqual(
    Array(4).fill(false),
  );
});
