import { operations, type Operation } from '@smtpy/contract';
import { type ApiAnswer, type ApiClient, waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganization,
  type HttpTarget,
  openHttpTarget,
  outcomeOf,
  password,
  type Person,
  sendRaw,
  statusOf,
  withoutLimits,
} from './http-target.ts';

// A text that becomes part of a statement gives away the database; one that becomes part of a header writes mail in our name.
let target: HttpTarget;
let jane: Person;
let organization: { readonly id: string; readonly client: ApiClient };
let before: string;

beforeAll(async () => {
  target = await openHttpTarget(withoutLimits);
  jane = await target.createPerson('jane');
  organization = await createOrganization(jane, 'Ours');
  before = await structure();
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

/** Tables with their columns, functions and roles: what an injected statement would add or drop. */
async function structure(): Promise<string> {
  const { rows } = await target.db.query<{ it: string }>(
    `select string_agg(it, ',' order by it) as it from (
       select table_schema || '.' || table_name || '.' || column_name as it from information_schema.columns
         where table_schema in ('public', 'auth')
       union all select proname from pg_proc where pronamespace in ('public'::regnamespace, 'auth'::regnamespace)
       union all select rolname from pg_roles) as everything`,
  );
  return rows[0]?.it ?? '';
}

const sql = [
  `'`,
  `' or '1'='1`,
  `') or 1=1 --`,
  `'; drop table audit_entries; --`,
  `'; select pg_sleep(5); --`,
  `1; create table owned (x int); --`,
  `' union select password, null from auth.account --`,
  `\\'; create role owned; --`,
  `$$; drop table api_keys; $$`,
  `%' and 1=cast((select version()) as int) --`,
  `{{7*7}}\${7*7}`,
  `' || (select pg_sleep(5)) || '`,
];

/** What an answer must never show: words of the database and of the program, none of which is in what is sent. */
const leak =
  /syntax error|SQLSTATE|unterminated|invalid input|at character|duplicate key|node_modules|\.ts:\d/i;

/** No answer tells of a statement, takes as long as one that sleeps, or is a failure. */
async function expectHarmless(what: string, ask: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  const startedAt = performance.now();
  const answer = await ask();
  expect([what, answer.status < 500]).toEqual([what, true]);
  if (answer.status >= 400) expect([what, leak.test(JSON.stringify(answer.body))]).toEqual([what, false]);
  expect([what, performance.now() - startedAt < 4_500]).toEqual([what, true]);
  return answer;
}

const gets = operations.filter(({ method }) => method === 'GET');
const known = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
const pathOf = ({ path }: Pick<Operation, 'path'>, value: string): string =>
  path.replaceAll(/\{[a-z_]+\}/g, encodeURIComponent(value));
const clientFor = ({ access }: Operation): ApiClient =>
  access.kind === 'administrator' ? target.administrator : organization.client;

describe('SQL', () => {
  it.each(gets.map((operation) => [operation.id, operation] as const))(
    'in path and query of %s',
    async (id, operation) => {
      const names = Object.keys(operation.query?.shape ?? {});
      const client = clientFor(operation);
      for (const text of sql) {
        const encoded = encodeURIComponent(text);
        const base = pathOf(operation, operation.path.includes('{') ? text : known);
        await expectHarmless(`${id} ${text}`, () => client.get(base));
        for (const name of names)
          await expectHarmless(`${id} ${name}=${text}`, () =>
            client.get(`${pathOf(operation, known)}?${name}=${encoded}`),
          );
        await expectHarmless(`${id} ?${text}`, () => client.get(`${pathOf(operation, known)}?${encoded}=1`));
      }
    },
  );

  it('in sort orders and cursors that look like ours', async () => {
    const paths = ['/v1/members', '/v1/keys', '/v1/audit-entries', '/v1/organizations', '/v1/invitations'];
    const bad = [
      `created_at; drop table api_keys`,
      `(select 1)`,
      `created_at desc nulls first, pg_sleep(5)`,
      `-created_at`,
    ];
    const inner: readonly unknown[] = [
      sql[3],
      { id: sql[3] },
      [sql[3], sql[4]],
      { after: [known, sql[5]] },
      null,
      1e308,
      [[]],
    ];
    for (const path of paths) {
      for (const sort of bad) {
        const answer = await expectHarmless(`${path} ${sort}`, () =>
          organization.client.get(`${path}?sort=${encodeURIComponent(sort)}`),
        );
        expect(answer.status).toBe(422);
      }
      for (const value of inner) {
        const cursor = Buffer.from(JSON.stringify(value)).toString('base64url');
        const answer = await expectHarmless(`${path} ${cursor}`, () =>
          organization.client.get(`${path}?cursor=${cursor}`),
        );
        expect(answer.status).toBe(422);
      }
    }
  });

  it('in a cursor with parts of another list or tenant', async () => {
    for (const name of ['a', 'b']) await organization.client.post('/v1/keys', { name });
    const { body } = await organization.client.get('/v1/keys?limit=1');
    const { next_cursor: cursor } = body as { readonly next_cursor: string };
    const stranger = await target.createPerson('stranger');
    const answer = await stranger.client.get(`/v1/keys?cursor=${cursor}`);
    // A cursor is a place in a list and no right to see it.
    expect(JSON.stringify(answer.body)).not.toContain(jane.id);
    for (const path of ['/v1/members', '/v1/audit-entries', '/v1/organizations'])
      await expectHarmless(path, () => organization.client.get(`${path}?cursor=${cursor}`));
  });

  it('in headers', async () => {
    for (const text of sql.map((one) => one.replaceAll(/[^\x20-\x7e]/g, ''))) {
      for (const name of [
        'smtpy-organization',
        'idempotency-key',
        'if-none-match',
        'user-agent',
        'authorization',
        'cookie',
        'x-forwarded-for',
        'x-request-id',
        'traceparent',
        'accept-language',
        'origin',
      ])
        await expectHarmless(`${name}: ${text}`, () =>
          jane.client
            .with({})
            .post('/v1/keys', { name: 'k', scopes: ['nothing:read'] }, { headers: { [name]: text } }),
        );
      await expectHarmless(`cookie ${text}`, () =>
        target
          .stranger()
          .get('/v1/account', { headers: { cookie: `smtpy.session_token=${encodeURIComponent(text)}.x` } }),
      );
      await expectHarmless(`key ${text}`, () =>
        target.stranger().get('/v1/account', { headers: { authorization: `Bearer smtpy${text}` } }),
      );
    }
  });

  it('in logins and bodies of what anybody may call', async () => {
    for (const text of sql) {
      const ask = (path: string, body: object): Promise<ApiAnswer> =>
        expectHarmless(`${path} ${text}`, () => target.stranger().post(path, body));
      const answers = await Promise.all([
        ask('/v1/auth/sign-in/username', { username: text, password: text }),
        ask('/v1/auth/sign-in/username', { username: 'jane', password: text }),
        ask('/v1/auth/sign-in/email', { email: `"${text}"@people.example`, password: text }),
        ask('/v1/auth/verify-email', { token: text }),
        ask('/v1/auth/two-factor/verify-totp', { code: text }),
        ask('/v1/auth/two-factor/verify-backup-code', { code: text }),
        ask('/v1/invitation-links/look', { token: text }),
      ]);
      for (const answer of answers) expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('kept as a name, read again by everything that reads names (second order)', async () => {
    for (const text of sql) {
      const name = `x ${text}`;
      expect((await jane.client.post('/v1/auth/update-user', { name })).status).toBe(200);
      expect((await organization.client.patch('/v1/organization', { name })).status).toBe(200);
      const made = await organization.client.post('/v1/keys', { name });
      expect(made).toMatchObject({ status: 201, body: { name } });
      const { id } = made.body as { readonly id: string };
      expect((await organization.client.get(`/v1/keys/${id}`)).body).toMatchObject({ name });
      expect((await organization.client.get('/v1/organization')).body).toMatchObject({ name });
      const found = await organization.client.get(
        `/v1/members?search=${encodeURIComponent(name.slice(0, 100))}`,
      );
      expect(found).toMatchObject({ status: 200, body: { items: [{ name }] } });
      await organization.client.delete(`/v1/keys/${id}`);
      const confirm = await organization.client.delete(
        `/v1/organization?confirm_name=${encodeURIComponent(`${name} no`)}`,
      );
      expect(confirm.status).toBeGreaterThanOrEqual(400);
    }
    expect((await organization.client.post('/v1/audit-entries/export', { format: 'csv' })).status).toBe(200);
    expect((await jane.client.post('/v1/account/export')).status).toBe(200);
    expect(
      (await target.administrator.get(`/v1/administration/users?search=${encodeURIComponent('x ')}`)).status,
    ).toBe(200);
  });

  it('wild cards of a search find what they say and nothing else', async () => {
    await jane.client.post('/v1/auth/update-user', { name: 'Jane' });
    for (const search of ['%', '_', '%%%', '\\', '%_%'])
      expect(
        (await target.administrator.get(`/v1/administration/users?search=${encodeURIComponent(search)}`))
          .body,
      ).toMatchObject({
        items: [],
      });
  });

  it('has changed nothing', async () => {
    expect(await structure()).toBe(before);
    expect((await jane.client.get('/v1/account')).status).toBe(200);
  });
});

/** The header of the mail to an address, as it was written. */
async function headOfMail(email: string): Promise<string> {
  const read = async (): Promise<string | undefined> => {
    const list = String((await target.stranger().get('/sandbox')).body);
    const ids = new Set(Array.from(list.matchAll(/\/sandbox\/([0-9a-f-]{36})/g), ([, id]) => id ?? ''));
    const sources = await Promise.all(
      Array.from(ids, async (id) => String((await target.stranger().get(`/sandbox/${id}/source`)).body)),
    );
    const heads = sources.map((source) => source.split('\r\n\r\n')[0] ?? '');
    return heads.find((head) => head.includes(email));
  };
  return waitFor(read, { what: `a mail to ${email}`, timeoutMs: 10_000 });
}

describe('line ends', () => {
  const ends = ['\r\n', '\n', '\r', '\u0085', '\u2028', '\u2029', '\u000b', '\u0000'];

  it('are in no name, address, key or reason', async () => {
    for (const end of ends) {
      const text = `Jane${end}Bcc: all@elsewhere.example`;
      const answers = await Promise.all([
        organization.client.patch('/v1/organization', { name: text }),
        jane.client.post('/v1/auth/update-user', { name: text }),
        jane.client.post('/v1/auth/update-user', { username: `jane${end}x` }),
        jane.client.post('/v1/auth/change-email', { newEmail: `jane@people.example${end}Bcc:x@y.example` }),
        organization.client.post('/v1/organizations', { name: text }),
        organization.client.post('/v1/keys', { name: text }),
        organization.client.post('/v1/invitations', { email: `x${end}@elsewhere.example`, role: 'viewer' }),
        organization.client.post('/v1/invitations', {
          email: `x@elsewhere.example>${end}RCPT TO:<y@elsewhere.example`,
          role: 'viewer',
        }),
        target
          .stranger()
          .post('/v1/auth/sign-up/email', { email: 'new@people.example', password, name: text }),
        target.stranger().post('/v1/auth/sign-up/email', { email: `a${end}b@people.example`, password }),
        target.administrator.post('/v1/administration/users', { email: 'z@people.example', name: text }),
      ]);
      expect([end, answers.map(({ status }) => status)]).toEqual([end, answers.map(() => 422)]);
    }
  });

  it('in header fields end the request and not the field', async () => {
    const head = `GET /v1/account HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n`;
    for (const field of [
      'Idempotency-Key: a\rX-Owned: 1',
      'Smtpy-Organization: a\u0000b',
      'X-Request-Id: a\nX-Owned: 1',
      'If-None-Match: "a"\r Set-Cookie: x',
    ]) {
      const heard = await sendRaw(target.server.httpUrl, `${head}${field}\r\n\r\n`);
      expect([field, [400, 401].includes(statusOf(heard))]).toEqual([field, true]);
      expect(heard).not.toMatch(/^(?:x-owned|set-cookie):/im);
    }
  });

  it('that are percent-encoded reach no header of the answer', async () => {
    const paths = [
      '/v1/%0d%0aX-Owned:%201',
      '/%0d%0aX-Owned:%201',
      '/v1/keys?cursor=%0d%0aX-Owned:1',
      '/setup/%0d%0aX-Owned:1',
      '/docs%0d%0aX-Owned:1',
      '/sandbox?x=%0d%0aX-Owned:1',
    ];
    for (const path of paths) {
      const { headers } = await jane.client.get(path);
      expect([path, headers.get('x-owned')]).toEqual([path, null]);
    }
    const requestId = (
      await jane.client.get('/v1/account', { headers: { 'x-request-id': 'evil id' } })
    ).headers.get('x-request-id');
    expect(requestId).not.toContain('evil');
  });

  it('and header syntax in names do not leave the field of a mail', async () => {
    const names = [
      `"Ours" <x@evil.example>, y`,
      `=?utf-8?q?=0D=0ABcc:_x@evil.example?=`,
      `a`.repeat(100),
      'Ours; Bcc: x@evil.example',
      '=?utf-8?b?DQpCY2M6IHhAZXZpbC5leGFtcGxl?=',
    ];
    for (const [index, name] of names.entries()) {
      const email = `reader${String(index)}@elsewhere.example`;
      expect((await organization.client.patch('/v1/organization', { name })).status).toBe(200);
      expect((await jane.client.post('/v1/auth/update-user', { name })).status).toBe(200);
      expect((await organization.client.post('/v1/invitations', { email, role: 'viewer' })).status).toBe(201);
      const head = await headOfMail(email);
      const fields = head
        .split(/\r?\n(?![ \t])/)
        .map((field) => field.slice(0, field.indexOf(':')).toLowerCase());
      expect(fields).not.toContain('bcc');
      expect(fields.filter((field) => ['to', 'from', 'subject'].includes(field)).toSorted()).toEqual([
        'from',
        'subject',
        'to',
      ]);
      expect(head).toMatch(new RegExp(`^To: <?${email}>?$`, 'im'));
      // What the mail's reader decodes must be no line end either.
      expect(head).not.toMatch(/=0[DA]Bcc|DQpCY2M6/);
    }
  });

  it('of a download are those of a download', async () => {
    await organization.client.patch('/v1/organization', { name: `a";\\ filename=evil.exe` });
    const answer = await organization.client.post('/v1/audit-entries/export', { format: 'csv' });
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\\\r\n]*"; filename\*=UTF-8''[\w.%~-]*$/,
    );
  });

  it('of a table run nothing in the program that opens it', async () => {
    for (const name of ['=cmd|/c calc!A1', '+1+1', '-1+1', '@SUM(1)', '\t=1'])
      await organization.client.post('/v1/keys', { name });
    const answer = await organization.client.post('/v1/audit-entries/export', { format: 'csv' });
    // A spreadsheet takes a cell that begins so for a formula.
    expect(String(answer.body)).not.toMatch(/(?:^|",)"?[=+@\t-]/m);
    expect(outcomeOf(answer)).toBe('200');
  });
});
