import type { Problem } from '@smtpy/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  openTestDatabase,
  type OpenTestDatabase,
  type TestAnswer,
  type TestApi,
} from '../../../fixtures/index.ts';
import { ApiError } from '../../api/index.ts';
import { noteRoutes } from './testdata/notes.ts';

let database: OpenTestDatabase;
let apis: TestApi[];
let calls: string[];
let afterInsert: (text: string) => Promise<unknown>;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await db.query({ text: 'create table notes (id uuid primary key, text text)' });
  const jane = await createOwner(db, 'jane');
  const john = await createOwner(db, 'john');
  const routes = noteRoutes(db, {
    afterInsert: (text) => {
      calls.push(text);
      return afterInsert(text);
    },
  });
  const keyOf = (name: string) =>
    createPrincipal(jane.id, {
      credential: { kind: 'key', keyId: name, scopes: undefined, organizationId: jane.organizationId },
    });
  const principals = {
    jane: createPrincipal(jane.id),
    john: createPrincipal(john.id),
    key1: keyOf('key1'),
    key2: keyOf('key2'),
  };
  // Two machines, one database.
  apis = await Promise.all([
    openTestApi({ db, routes, principals }),
    openTestApi({ db, routes, principals }),
  ]);
});
afterAll(async () => {
  await Promise.all(apis.map((api) => api[Symbol.asyncDispose]()));
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await database.db.query({ text: 'truncate notes, idempotency_keys' });
  calls = [];
  afterInsert = () => Promise.resolve();
});

const send = (
  key: string,
  {
    text = 'a',
    as = 'jane',
    path = '/v1/notes',
    node = 0,
  }: { text?: string; as?: string; path?: string; node?: number } = {},
): Promise<TestAnswer> => {
  const api = apis[node];
  if (api === undefined) throw new Error('no such node');
  return api.send('POST', path, {
    ...(as === '' ? {} : { as }),
    body: { text },
    headers: { 'idempotency-key': key },
  });
};
const codeOf = ({ body }: TestAnswer): string => (body as Problem).code;
const countRows = async (table: string) =>
  (await database.db.query({ text: `select 1 from ${table}` })).length;

it('the same request makes one thing, over all machines', async () => {
  const first = await send('k');
  const second = await send('k', { node: 1 });
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect([first, second].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
  expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'));
  expect(calls).toEqual(['a']);
});

it('another API key, or the session, of the same person is another caller: answers may hold secrets', async () => {
  const sendWith = (key: string) =>
    apis[0]?.send('POST', '/v1/notes', {
      body: { text: 'a' },
      headers: { 'idempotency-key': 'k', authorization: `Bearer ${key}` },
    });
  const answers = [await send('k'), await sendWith('key1'), await sendWith('key2')];
  expect(answers.map((answer) => answer?.status)).toEqual([201, 201, 201]);
  expect(answers.map((answer) => answer?.headers.get('idempotency-replayed'))).toEqual([null, null, null]);
  expect(calls).toEqual(['a', 'a', 'a']);
  expect((await sendWith('key1'))?.headers.get('idempotency-replayed')).toBe('true');
});

it('at the same time too', async () => {
  const answers = await Promise.all([0, 1, 0, 1].map((node) => send('k', { node })));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  expect(answers.filter(({ headers }) => headers.has('idempotency-replayed'))).toHaveLength(3);
  expect(await countRows('notes')).toBe(1);
});

it('another request with the key is refused', async () => {
  await send('k');
  expect(codeOf(await send('k', { text: 'b' }))).toBe('idempotency_key_reused');
  const [first, second] = [
    await send('n', { path: '/v1/left-notes', as: '' }),
    await send('n', { text: 'b', path: '/v1/left-notes', as: '' }),
  ];
  expect(first.status).toBe(201);
  expect(codeOf(second)).toBe('idempotency_key_reused');
});

it('keys are each caller’s own', async () => {
  await send('k');
  const answer = await send('k', { as: 'john' });
  expect(answer.status).toBe(201);
  expect(answer.headers.has('idempotency-replayed')).toBe(false);
  expect(await countRows('notes')).toBe(2);
});

it('what failed left nothing, and can be tried again', async () => {
  afterInsert = () => Promise.reject(new Error('crashed'));
  expect((await send('k')).status).toBe(500);
  expect([await countRows('notes'), await countRows('idempotency_keys')]).toEqual([0, 0]);
  afterInsert = () => Promise.resolve();
  expect((await send('k')).status).toBe(201);
  expect(calls).toEqual(['a', 'a']);
});

it('one that waits for a request that fails does the work itself', async () => {
  let tries = 0;
  afterInsert = () => {
    tries += 1;
    return tries === 1 ? Promise.reject(new ApiError('conflict')) : Promise.resolve();
  };
  const answers = await Promise.all([send('k'), send('k', { node: 1 })]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  expect(await countRows('notes')).toBe(1);
});

it('work that a refusal keeps is kept, and judged anew each time', async () => {
  afterInsert = () => Promise.reject(new ApiError('conflict', { isWorkKept: true }));
  expect([await send('k'), await send('k')].map(codeOf)).toEqual(['conflict', 'conflict']);
  expect([await countRows('notes'), await countRows('idempotency_keys')]).toEqual([2, 0]);
});

it('a refusal stands where its work cannot be kept', async () => {
  afterInsert = async () => {
    await database.db.query({ text: 'select nothing' }).catch(() => undefined);
    throw new ApiError('conflict', { isWorkKept: true });
  };
  const answer = await apis[0]?.send('POST', '/v1/notes', { as: 'jane', body: { text: 'a' } });
  expect(answer?.status).toBe(409);
  expect(await countRows('notes')).toBe(0);
});

it('what is no key is refused', async () => {
  for (const key of ['', 'a'.repeat(256), 'a b', 'k\u00e9']) {
    const answer = await send(key);
    expect((answer.body as Problem).errors?.[0]?.path, key).toBe('headers.idempotency-key');
  }
  expect((await send('a'.repeat(255))).status).toBe(201);
});
