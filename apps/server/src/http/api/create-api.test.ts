import { connect } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import type { Problem } from '@smtpy/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  openTestDatabase,
  type OpenTestDatabase,
  type TestAnswer,
  type TestApi,
} from '../../../fixtures/index.ts';
import { newId } from '../../db/index.ts';
import { noteRoutes } from './testdata/notes.ts';

let database: OpenTestDatabase;
let api: TestApi;
let organizationId: string;
let foreignOrganizationId: string;
const failures: string[] = [];
let afterInsert: (text: string) => Promise<unknown>;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  await db.query({ text: 'create table notes (id uuid primary key, text text unique)' });
  const jane = await createOwner(db, 'jane');
  const john = await createOwner(db, 'john');
  organizationId = jane.organizationId;
  foreignOrganizationId = john.organizationId;
  const credential = { kind: 'key', keyId: newId(), scopes: ['members:read'], organizationId } as const;
  api = await openTestApi({
    db,
    routes: noteRoutes(db, { afterInsert: (text) => afterInsert(text) }),
    principals: {
      jane: createPrincipal(jane.id),
      smtpyreader: createPrincipal(jane.id, { credential }),
    },
    events: { failed: (action, error) => failures.push(`${action}: ${(error as Error).message}`) },
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await database.db.query({ text: 'truncate notes, idempotency_keys' });
  failures.length = 0;
  afterInsert = () => Promise.resolve();
});

const problemOf = ({ body, headers, status }: TestAnswer): Problem => {
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(headers.get('cache-control')).toBe('no-store');
  const problem = body as Problem;
  expect(problem).toMatchObject({ status, type: `/docs#error-${problem.code}` });
  expect(problem.request_id).toBe(headers.get('x-request-id'));
  return problem;
};
const codeOf = (answer: TestAnswer): string => `${answer.status} ${problemOf(answer).code}`;
const create = (body: unknown, headers: Record<string, string> = {}) =>
  api.send('POST', '/v1/notes', { as: 'jane', body, headers });
const countNotes = async () => (await database.db.query({ text: 'select 1 from notes' })).length;

describe('who calls', () => {
  it('nobody, and a bad key even beside a good cookie', async () => {
    const nobody = await api.send('GET', '/v1/notes');
    expect(codeOf(nobody)).toBe('401 unauthenticated');
    expect(nobody.headers.get('www-authenticate')).toContain('Bearer');
    for (const authorization of ['Bearer smtpywrong', 'Basic amFuZTpw', 'Bearer', 'Bearer a b']) {
      const answer = await api.send('GET', '/v1/notes', { as: 'jane', headers: { authorization } });
      expect(codeOf(answer), authorization).toBe('401 unauthenticated');
    }
    const open = await api.send('GET', `/v1/notes/${newId()}`, { headers: { authorization: 'Bearer x' } });
    expect(codeOf(open)).toBe('401 unauthenticated');
    expect(codeOf(await api.send('GET', `/v1/notes/${newId()}`, { as: 'unknown' }))).toBe('404 not_found');
  });

  it('a key within its scopes', async () => {
    const headers = { authorization: 'bearer smtpyreader' };
    expect((await api.send('GET', '/v1/notes', { headers })).status).toBe(200);
    expect(codeOf(await api.send('POST', '/v1/notes', { headers, body: { text: 'a' } }))).toBe(
      '403 scope_insufficient',
    );
    expect(codeOf(await api.send('DELETE', `/v1/notes/${newId()}`, { headers }))).toBe(
      '403 session_required',
    );
  });

  it('is refused before the body is read', async () => {
    expect(codeOf(await api.send('POST', '/v1/notes', { body: '{' }))).toBe('401 unauthenticated');
  });
});

describe('the organization of the request', () => {
  const list = (named: string, more: Record<string, string> = {}) =>
    api.send('GET', '/v1/notes', { as: 'jane', headers: { 'smtpy-organization': named, ...more } });

  it('is one of which the caller is a member', async () => {
    expect((await list(organizationId)).status).toBe(200);
    expect((await list(organizationId.toUpperCase())).status).toBe(200);
    expect(codeOf(await list(foreignOrganizationId))).toBe('404 not_found');
    expect(codeOf(await list(newId()))).toBe('404 not_found');
  });

  it('is one id', async () => {
    for (const named of ['x', '', `${organizationId}, ${organizationId}`, `'; drop table notes`]) {
      const answer = await list(named);
      expect(problemOf(answer).errors?.[0]?.path).toBe('headers.smtpy-organization');
    }
  });

  it('is that of the key', async () => {
    const key = { authorization: 'Bearer smtpyreader' };
    expect((await list(organizationId, key)).status).toBe(200);
    expect(codeOf(await list(foreignOrganizationId, key))).toBe('404 not_found');
  });
});

describe('what is read', () => {
  it.each([
    ['a part that is missing', {}, 'body.text', 'This is missing.'],
    ['a type that is wrong', { text: 5 }, 'body.text', 'This must be a text.'],
    ['too much', { text: 'a'.repeat(101) }, 'body.text', 'This has more than 100 characters.'],
    ['a name that is unknown', { text: 'a', role: 'owner' }, 'body.role', 'Nothing here is called so.'],
    [
      'NUL',
      { text: 'a', tags: [{ b: 'a\u0000' }] },
      'body.tags.0.b',
      'This holds characters that no text may hold.',
    ],
    ['half a character', { text: '\ud800' }, 'body.text', 'This holds characters that no text may hold.'],
    ['no object', [], 'body', 'This must be an object.'],
  ])('%s', async (_name, body, path, message) => {
    const answer = await create(body);
    expect(codeOf(answer)).toBe('422 invalid_request');
    expect((answer.body as Problem).errors).toEqual([{ path, message }]);
    expect(await countNotes()).toBe(0);
  });

  it('no body at all', async () => {
    const answer = await api.send('POST', '/v1/notes', { as: 'jane' });
    expect(problemOf(answer).errors).toEqual([{ path: 'body', message: 'This is missing.' }]);
  });

  it('queries: unknown names, repeated ones, and those of prototypes', async () => {
    const faultsOf = async (query: string) =>
      problemOf(await api.send('GET', `/v1/notes?${query}`, { as: 'jane' })).errors?.map(({ path }) => path);
    expect(await faultsOf('other=1')).toEqual(['query.other']);
    expect(await faultsOf('search=a&search=b')).toEqual(['query.search']);
    expect(await faultsOf('__proto__=1&constructor=2')).toEqual(['query.__proto__', 'query.constructor']);
    expect(await faultsOf('search=%00')).toEqual(['query.search']);
    expect(await faultsOf('search=abcdefghijk')).toEqual(['query.search']);
  });

  it('paths', async () => {
    const codeAt = async (path: string) => codeOf(await api.send('GET', path, { as: 'jane' }));
    expect(await codeAt('/v1/notes/5')).toBe('422 invalid_request');
    expect(await codeAt(`/v1/notes/${'a'.repeat(150)}`)).toBe('404 not_found');
    expect(await codeAt('/v1/notes/%00')).toBe('422 invalid_request');
    expect(await codeAt('/v1/notes/..%2f..%2fetc%2fpasswd')).toBe('422 invalid_request');
    expect(await codeAt('/v1/nothing')).toBe('404 unknown_route');
    expect(await codeAt('/v1')).toBe('404 unknown_route');
    expect(await codeAt('/v1//notes')).toBe('404 unknown_route');
  });

  it.each([
    ['no JSON', '{"text":', '400 malformed_body'],
    ['two values', '{"text":"a"} {}', '400 malformed_body'],
    ['deep nesting', `{"text":"a","tags":${'['.repeat(40)}${']'.repeat(40)}}`, '400 malformed_body'],
    ['very deep nesting', '['.repeat(500_000) + ']'.repeat(500_000), '400 malformed_body'],
    ['a prototype', '{"text":"a","__proto__":{"isAdministrator":true}}', '400 malformed_body'],
    ['a prototype in disguise', '{"text":"a","\\u005f_proto__":{"x":1}}', '400 malformed_body'],
    ['a constructor', '{"text":"a","tags":[{"constructor":{"prototype":{}}}]}', '400 malformed_body'],
    ['a name that comes twice', '{"text":"a","text":"b"}', '400 malformed_body'],
    ['more than 1 MiB', JSON.stringify({ text: 'a'.repeat(1024 * 1024) }), '413 body_too_large'],
  ])('%s', async (_name, body, code) => {
    expect(codeOf(await create(body))).toBe(code);
    expect(({} as Record<string, unknown>)['isAdministrator']).toBeUndefined();
    expect(await countNotes()).toBe(0);
  });

  it('other kinds of bodies', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=a',
    ]) {
      expect(codeOf(await create('{"text":"a"}', { 'content-type': type })), type).toBe(
        '415 unsupported_media_type',
      );
    }
  });
});

describe('methods', () => {
  it('that an address does not know', async () => {
    const answer = await api.send('PUT', '/v1/notes', { as: 'jane', body: {} });
    expect(codeOf(answer)).toBe('405 method_not_allowed');
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect(codeOf(await api.send('PROPFIND', `/v1/notes/${newId()}`))).toBe('405 method_not_allowed');
  });

  it('HEAD is GET without a body', async () => {
    const answer = await api.send('HEAD', '/v1/notes', { as: 'jane' });
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers.get('etag')).toMatch(/^"/);
    expect((await api.send('HEAD', '/v1/notes')).status).toBe(401);
  });
});

describe('what is answered', () => {
  it('only what the schema knows', async () => {
    const answer = await create({ text: ' a ' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(answer.body as object).toSorted()).toEqual(['id', 'text']);
    const { id } = answer.body as { id: string };
    const read = await api.send('GET', `/v1/notes/${id}`);
    expect(read.body).toEqual({ id, text: 'a' });
    expect(read.headers.get('x-note')).toBe('yes');
    const removed = await api.send('DELETE', `/v1/notes/${id}`, { as: 'jane' });
    expect([removed.status, removed.text]).toEqual([204, '']);
  });

  it('304 to who has it already', async () => {
    const first = await api.send('GET', '/v1/notes', { as: 'jane' });
    const etag = String(first.headers.get('etag'));
    const ask = (tag: string) =>
      api.send('GET', '/v1/notes', { as: 'jane', headers: { 'if-none-match': tag } });
    for (const tag of [etag, `"x", W/${etag}`, '*']) {
      const answer = await ask(tag);
      expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', etag]);
    }
    await create({ text: 'new' });
    expect((await ask(etag)).status).toBe(200);
  });

  it('a download', async () => {
    const answer = await api.send('GET', '/v1/notes-export', { as: 'jane' });
    expect([answer.status, answer.text]).toEqual([200, 'id,text\n']);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="n_tes_.csv"; filename*=UTF-8''n%C3%B6tes%22.csv`,
    );
  });

  it('an id of ours, whatever is sent as one', async () => {
    const answer = await api.send('GET', '/v1/notes', { as: 'jane', headers: { 'x-request-id': 'mine' } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('what goes wrong', () => {
  it('is undone, logged and not told', async () => {
    afterInsert = () => Promise.reject(new Error('the secret reason'));
    const answer = await create({ text: 'a' });
    expect(codeOf(answer)).toBe('500 internal_error');
    expect(answer.text).not.toContain('secret');
    expect(failures).toEqual(['api request: the secret reason']);
    expect(await countNotes()).toBe(0);
  });

  it('a statement that was wrong is our mistake; a lock that was waited for is not', async () => {
    afterInsert = () => database.db.query({ text: 'select nothing' });
    expect(codeOf(await create({ text: 'a' }))).toBe('500 internal_error');
    afterInsert = () =>
      database.db.query({ text: `do $$ begin raise exception using errcode = '40P01'; end $$` });
    const answer = await create({ text: 'a' });
    expect(codeOf(answer)).toBe('503 unavailable');
    expect(answer.headers.get('retry-after')).toBe('2');
  });

  it('on the wire: two lengths, a header that is no header, a header with a line end', async () => {
    for (const head of [
      'POST /v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
      'GET /v1/notes HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n',
      'GET /v1/notes HTTP/1.1\r\nHost: a\r\nSmtpy-Organization: a\rX: b\r\n\r\n',
      'GET /v1/notes\u0000 HTTP/1.1\r\nHost: a\r\n\r\n',
    ]) {
      const socket = connect(api.port, '127.0.0.1');
      socket.end(head);
      expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});
