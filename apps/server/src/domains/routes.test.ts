import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/index.ts';
import { createAudit } from '../audit/index.ts';
import type { DomainAliases } from './index.ts';
import { domainRoutes } from './index.ts';
import { hostname, openWorld, type World } from './testdata/world.ts';

let world: World;
let api: TestApi;
let sandbox: TestApi;

/** What `aliases/` does is tested there. */
const noAliases: DomainAliases = { trash: () => Promise.resolve(0), erase: () => Promise.resolve(0) };

beforeAll(async () => {
  world = await openWorld();
  [api, sandbox] = await Promise.all([open('production'), open('sandbox')]);
});
afterAll(async () => {
  await Promise.all([api[Symbol.asyncDispose](), sandbox[Symbol.asyncDispose]()]);
  await world[Symbol.asyncDispose]();
});

async function userOf(organizationId: string): Promise<string> {
  const [row] = await world.db.query<{ readonly id: string }>({
    text: 'select "userId" as id from auth.member where "organizationId" = $1',
    params: [organizationId],
  });
  return row?.id ?? '';
}

async function open(mode: 'production' | 'sandbox'): Promise<TestApi> {
  const { db, clock, domains, dns } = world;
  const [jane, john] = await Promise.all([userOf(world.jane), userOf(world.john)]);
  const dnsServers = mode === 'sandbox' ? [] : [dns.address];
  return openTestApi({
    db,
    routes: domainRoutes({
      config: { mode, hostname, publicUrl: 'https://www.example.net', dnsServers },
      db,
      clock,
      domains,
      audit: createAudit({ db, clock }),
      aliases: {
        findCatchAll: () => Promise.resolve({ mode: 'off', pattern: undefined, mailboxes: [] }),
        setCatchAll: () => Promise.resolve({ kind: 'no_mailbox', reason: 'Name at least one mailbox' }),
      },
      domainAliases: noAliases,
    }),
    principals: { jane: createPrincipal(jane), john: createPrincipal(john) },
  });
}

interface Body {
  readonly id: string;
  readonly code?: string;
  readonly state: string;
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next_cursor: string | null;
}

async function send(method: string, path: string, body?: object, { as = 'jane', to = api } = {}) {
  const answer = await to.send(method, path, { as, ...(body && { body }) });
  return { status: answer.status, body: answer.body as Body, text: answer.text, headers: answer.headers };
}

async function add(name: string): Promise<string> {
  const { status, body, text } = await send('POST', '/v1/domains', { name });
  expect(status, text).toBe(201);
  return body.id;
}

async function actionsOf(id: string): Promise<readonly string[]> {
  const rows = await world.db.query<{ readonly action: string }>({
    text: 'select action from audit_entries where subject_id = $1',
    params: [id],
  });
  // The clock stands still, and ids of one instant have no order.
  return rows.map(({ action }) => action).toSorted();
}

describe('domains', () => {
  it('are added, shown, changed, listed and removed, with the log', async () => {
    const made = await send('POST', '/v1/domains', { name: ' Bücher.Example. ' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: 'xn--bcher-kva.example',
        unicode_name: 'bücher.example',
        state: 'pending',
        alias_count: 0,
        catch_all: { mode: 'off', pattern: null, mailboxes: [] },
        checked_at: null,
      },
    });
    const path = `/v1/domains/${made.body.id}`;
    expect((await send('GET', path)).body).toEqual(made.body);
    const change = { default_mode: 'adaptive', wants_mta_sts: true, tls_rpt_address: 'a@b.example' };
    expect((await send('PATCH', path, change)).body).toMatchObject(change);
    expect((await send('PATCH', path, change)).status).toBe(200);
    expect((await send('GET', '/v1/domains?search=B%C3%9CCHER.example')).body.items).toHaveLength(1);
    expect((await send('DELETE', `${path}?confirm_name=other.example`)).body.code).toBe('invalid_request');
    expect((await send('DELETE', `${path}?confirm_name=b%C3%BCcher.example`)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
    expect((await send('GET', '/v1/domains?search=bcher')).body.items).toEqual([]);
    expect(await actionsOf(made.body.id)).toEqual(['domain.added', 'domain.changed', 'domain.removed']);
  });

  it.each([
    ['no name', { name: 'localhost' }, 422, 'invalid_request'],
    ['an address', { name: 'a@b.example' }, 422, 'invalid_request'],
    ['an empty text', { name: ' ' }, 422, 'invalid_request'],
    ['more than there is', { name: 'a.example', state: 'active' }, 422, 'invalid_request'],
  ])('are refused for %s', async (_what, body, status, code) => {
    expect(await send('POST', '/v1/domains', body)).toMatchObject({ status, body: { code } });
  });

  it('can be waited for by others, who learn nothing, but not held at once in the sandbox', async () => {
    const first = await add('popular.example');
    expect((await send('POST', '/v1/domains', { name: 'POPULAR.example' })).body.code).toBe('already_exists');
    const other = await send('POST', '/v1/domains', { name: 'popular.example' }, { as: 'john' });
    expect(other).toMatchObject({ status: 201, body: { state: 'pending' } });
    expect(other.body.id).not.toBe(first);
    await world.db.query({ text: `update domains set state = 'active' where id = $1`, params: [first] });
    await world.db.query({ text: 'delete from domains where id = $1', params: [other.body.id] });
    const held = await send('POST', '/v1/domains', { name: 'popular.example' }, { as: 'john', to: sandbox });
    expect(held).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const free = await send('POST', '/v1/domains', { name: 'free.example' }, { as: 'john', to: sandbox });
    expect(free).toMatchObject({ status: 201, body: { state: 'active' } });
  });

  it('of others are as unknown as what does not exist', async () => {
    const id = await add('private.example');
    const key = (await send('POST', `/v1/domains/${id}/keys`)).body.id;
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { default_mode: 'preserve' }],
      ['DELETE', '?confirm_name=private.example', undefined],
      ['GET', '/records', undefined],
      ['POST', '/check', undefined],
      ['GET', '/zone', undefined],
      ['GET', '/keys', undefined],
      ['POST', '/keys', undefined],
      ['POST', `/keys/${key}/activate`, undefined],
      ['DELETE', `/keys/${key}`, undefined],
    ] as const) {
      const answer = await send(method, `/v1/domains/${id}${rest}`, body, { as: 'john' });
      expect([method, rest, answer.status]).toEqual([method, rest, 404]);
    }
    expect((await send('GET', '/v1/domains?search=private', undefined, { as: 'john' })).body.items).toEqual(
      [],
    );
  });

  it('are listed page by page in each order, and filtered', async () => {
    const names = ['page-a.example', 'page-b.example', 'page-c.example'];
    for (const name of names) {
      await add(name);
      world.clock.advance(1_000);
    }
    for (const [sort, expected] of [
      ['name', names],
      ['-name', names.toReversed()],
      ['created_at', names],
      ['-created_at', names.toReversed()],
    ] as const) {
      const found: unknown[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const { body } = await send('GET', `/v1/domains?search=page-&sort=${sort}&limit=2${after}`);
        found.push(...body.items.map((item) => item['name']));
        cursor = body.next_cursor;
      }
      expect(found).toEqual(expected);
    }
    expect((await send('GET', '/v1/domains?search=page-&state=active')).body.items).toEqual([]);
    const { body } = await send('GET', '/v1/domains?search=page-&sort=name&limit=1');
    const elsewhere = await send('GET', `/v1/domains?sort=created_at&cursor=${String(body.next_cursor)}`);
    expect(elsewhere).toMatchObject({ status: 422, body: { code: 'invalid_request' } });
  });

  it('say which part of a change is refused, and then change nothing', async () => {
    const id = await add('partly.example');
    const change = { default_mode: 'preserve', catch_all: { mode: 'forward' } };
    const { status, text } = await send('PATCH', `/v1/domains/${id}`, change);
    expect([status, text]).toEqual([422, expect.stringContaining('body.catch_all.mailboxes')]);
    expect((await send('GET', `/v1/domains/${id}`)).body).toMatchObject({ default_mode: 'rewrite' });
    const reports = await send('PATCH', `/v1/domains/${id}`, { wants_tls_rpt: true });
    expect([reports.status, reports.text]).toEqual([422, expect.stringContaining('body.tls_rpt_address')]);
    expect(await actionsOf(id)).toEqual(['domain.added']);
  });
});

describe('records', () => {
  it('are shown, checked now, and kept', async () => {
    const id = await add('checked.example');
    const before = await send('GET', `/v1/domains/${id}/records`);
    expect(before.body).toMatchObject({ state: 'pending', checked_at: null });
    expect(before.body.items.map(({ purpose, verdict }) => [purpose, verdict])).toEqual([
      ['ownership', 'unknown'],
      ['mx', 'unknown'],
      ['spf', 'unknown'],
      ['dkim', 'unknown'],
      ['dmarc', 'unknown'],
    ]);
    const token = String(before.body.items[0]?.['value']);
    world.dns.set('checked.example', 'TXT', [token]);
    world.dns.set('checked.example', 'MX', [{ preference: 10, exchange: hostname }]);
    const checked = await send('POST', `/v1/domains/${id}/check`);
    expect(checked).toMatchObject({ status: 200, body: { state: 'active' } });
    expect((await send('GET', `/v1/domains/${id}/records`)).body).toEqual(checked.body);
    expect(await actionsOf(id)).toEqual(['domain.activated', 'domain.added']);
    const [entry] = await world.db.query<{ readonly kind: string }>({
      text: `select actor_kind as kind from audit_entries where subject_id = $1 and action = 'domain.activated'`,
      params: [id],
    });
    expect(entry?.kind).toBe('user');
  });

  it('are not asked for in a sandbox without a DNS server', async () => {
    const { body } = await send('POST', '/v1/domains', { name: 'sand.example' }, { to: sandbox });
    world.dns.forgetQueries();
    const checked = await send('POST', `/v1/domains/${body.id}/check`, undefined, { to: sandbox });
    expect(new Set(checked.body.items.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    expect(checked.body.state).toBe('active');
    expect(world.dns.queries).toEqual([]);
  });

  it('are given as zone text', async () => {
    const id = await add('zoned.example');
    const { text, headers } = await send('GET', `/v1/domains/${id}/zone`);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toContain('zoned.example. 3600 IN MX 10 mx.example.net.\n');
    expect(text).toMatch(/^default\._domainkey\.zoned\.example\. 3600 IN TXT "v=DKIM1[^"]{248}" "[^"]+"$/m);
  });
});

describe('keys', () => {
  it('are prepared, activated once published, and discarded', async () => {
    const id = await add('keyed.example');
    const path = `/v1/domains/${id}/keys`;
    const key = await send('POST', path);
    expect(key).toMatchObject({ status: 201, body: { state: 'pending', activated_at: null } });
    expect((await send('POST', path)).body.code).toBe('already_exists');
    const early = await send('POST', `${path}/${key.body.id}/activate`);
    expect(early).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const { record_name: name, record_value: value } = key.body as unknown as Record<string, string>;
    world.dns.set(name ?? '', 'TXT', [value ?? '']);
    const active = await send('POST', `${path}/${key.body.id}/activate`);
    expect(active).toMatchObject({ status: 200, body: { state: 'active' } });
    expect((await send('DELETE', `${path}/${key.body.id}`)).body.code).toBe('conflict');
    const next = await send('POST', path);
    expect((await send('DELETE', `${path}/${next.body.id}`)).status).toBe(204);
    const { body } = await send('GET', `${path}?limit=1`);
    expect(body.items).toMatchObject([{ state: 'active' }]);
    const rest = await send('GET', `${path}?limit=1&cursor=${String(body.next_cursor)}`);
    expect(rest.body).toMatchObject({ items: [{ state: 'retiring' }], next_cursor: null });
  });
});
