import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventTypeNames, maxWebhooks } from '@smtpy/contract';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/api.ts';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createAudit, type Audit } from '../audit/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { systemClock as clock } from '../observe/index.ts';
import { otherRefused, privateTargets, publicTargets } from '../outgoing-http/testdata/private-targets.ts';
import { webhookRoutes } from './index.ts';

let database: OpenTestDatabase;
let api: TestApi;
let audit: Audit;
const organizations: Record<string, string> = {};

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  audit = createAudit({ db, clock });
  const principals: Record<string, ReturnType<typeof createPrincipal>> = {};
  for (const name of ['jane', 'stranger']) {
    const user = await createOwner(db, name);
    principals[name] = createPrincipal(user.id, { email: user.email });
    organizations[name] = user.organizationId;
  }
  const config = { webhooks: { testingTargets: [] } };
  const routes = webhookRoutes({ db, clock, audit, sealer: createSealer(Buffer.alloc(32, 7)), config });
  api = await openTestApi({ db, routes, principals });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(() =>
  database.db.query({ text: 'with gone as (delete from webhooks) delete from webhook_deliveries' }),
);

interface Body {
  readonly id: string;
  readonly secret?: string;
  readonly items: readonly Body[];
  readonly [name: string]: unknown;
}

const url = 'https://receiver.example/hook?token=hidden';

async function send(method: string, path: string, body?: unknown, as = 'jane') {
  const answer = await api.send(method, `/v1/webhooks${path}`, { as, ...(body !== undefined && { body }) });
  return { status: answer.status, text: answer.text, body: answer.body as Body };
}

async function make(body: object = {}, as?: string): Promise<Body> {
  const answer = await send('POST', '', { url, ...body }, as);
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

async function entries() {
  return audit.list({
    scope: { kind: 'organization', organizationId: organizations['jane'] ?? '' },
    limit: 100,
  });
}

async function addAlias(organization: string, name: string) {
  const [domainId, aliasId] = [newId(), newId()] as const;
  await database.db.query({
    text: `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, $3, 'active', 'x')`,
    params: [domainId, organizations[organization], name],
  });
  await database.db.query({
    text: `insert into aliases (id, organization_id, domain_id, local_part) values ($1, $2, $3, 'shop')`,
    params: [aliasId, organizations[organization], domainId],
  });
  return { domainId, aliasId };
}

describe('making one', () => {
  it('shows the secret this once, and nowhere else', async () => {
    const { secret = '', ...made } = await make({ description: 'Orders' });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await send('GET', `/${made.id}`)).body).toEqual(made);
    expect((await send('GET', '')).text).not.toContain(secret);
    expect(JSON.stringify(await entries())).not.toContain(secret);
    const rows = await database.db.query({ text: 'select secret_sealed from webhooks' });
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(secret.slice(6), 'base64').toString('hex'));
  });

  it('leaves an entry that names the host alone', async () => {
    const { id } = await make({ event_types: ['delivery.bounced'] });
    const [entry] = await entries();
    expect(entry).toMatchObject({
      action: 'webhook.created',
      subject: { kind: 'webhook', id, label: 'receiver.example' },
      after: { host: 'receiver.example', event_types: 'delivery.bounced', is_enabled: true },
    });
    expect(JSON.stringify(entry)).not.toContain('hidden');
  });

  it.each([...privateTargets, ...otherRefused])('refuses %s', async (target) => {
    const answer = await send('POST', '', { url: target });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('body.url');
  });

  it.each(publicTargets)('takes %s', async (target) => {
    await make({ url: target });
  });

  it.each([
    ['an unknown type', { event_types: ['mail.came'] }],
    ['no type', { event_types: [] }],
    ['a type twice', { event_types: ['delivery.held', 'delivery.held'] }],
    ['what is no id', { alias_ids: ['shop'] }],
    ['an unknown name', { secret: 'whsec_mine' }],
    ['a long description', { description: 'x'.repeat(201) }],
    ['another kind of type', { is_enabled: 'no' }],
  ])('refuses %s', async (_what, body) => {
    expect((await send('POST', '', { url, ...body })).status).toBe(422);
  });

  it('stops at twenty, also for two who come at once', async () => {
    for (let count = 0; count < maxWebhooks - 1; count += 1) await make();
    const both = await Promise.all([send('POST', '', { url }), send('POST', '', { url })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    await make({}, 'stranger');
  });

  it('takes aliases and domains of the organization alone; those of others are as unknown as none', async () => {
    const ours = await addAlias('jane', 'ours.example');
    const theirs = await addAlias('stranger', 'theirs.example');
    expect(await make({ alias_ids: [ours.aliasId], domain_ids: [ours.domainId] })).toMatchObject({
      alias_ids: [ours.aliasId],
      domain_ids: [ours.domainId],
    });
    for (const [field, foreign] of [
      ['alias_ids', theirs.aliasId],
      ['domain_ids', theirs.domainId],
    ] as const) {
      const unknown = newId();
      const [one, other] = [
        await send('POST', '', { url, [field]: [foreign] }),
        await send('POST', '', { url, [field]: [unknown] }),
      ];
      expect(one.status).toBe(422);
      expect((one.body['errors'] as object[])[0]).toEqual(
        JSON.parse(JSON.stringify((other.body['errors'] as object[])[0]).replace(unknown, foreign)),
      );
    }
  });
});

describe('changing one', () => {
  it('pauses, resumes and tells what changed', async () => {
    const { id } = await make();
    const paused = await send('PATCH', `/${id}`, { is_enabled: false, description: 'Later' });
    expect(paused.body).toMatchObject({ is_enabled: false, pause_reason: 'by_hand', description: 'Later' });
    const [entry] = await entries();
    expect(entry).toMatchObject({
      action: 'webhook.changed',
      before: { description: '', is_enabled: true },
      after: { description: 'Later', is_enabled: false },
    });
    expect((await send('PATCH', `/${id}`, { is_enabled: true })).body).toMatchObject({
      is_enabled: true,
      paused_at: null,
      pause_reason: null,
    });
    const count = (await entries()).length;
    expect((await send('PATCH', `/${id}`, { is_enabled: true })).status).toBe(200);
    expect(await entries()).toHaveLength(count);
  });

  it('goes by the rules of making one', async () => {
    const { id } = await make();
    for (const target of ['https://127.0.0.1/', 'https://[::1]/', 'http://receiver.example/'])
      expect((await send('PATCH', `/${id}`, { url: target })).status).toBe(422);
    expect((await send('GET', `/${id}`)).body['url']).toBe(url);
  });

  it('tells that the path of the URL is another one, not which', async () => {
    const { id } = await make();
    await send('PATCH', `/${id}`, { url: 'https://receiver.example/hook?token=concealed' });
    const [entry] = await entries();
    expect(entry).toMatchObject({ action: 'webhook.changed', after: { path: 'another one' } });
    expect(JSON.stringify(entry)).not.toMatch(/hidden|concealed/);
  });

  it('replaces the secret', async () => {
    const { id, secret } = await make();
    const rotated = await send('POST', `/${id}/rotate-secret`);
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(secret);
    expect(rotated.body['previous_secret_until']).toEqual(expect.any(String));
    expect((await entries())[0]?.action).toBe('webhook.secret_rotated');
  });

  it('deletes it with its log', async () => {
    const { id } = await make();
    await send('POST', `/${id}/test`);
    expect((await send('DELETE', `/${id}`)).status).toBe(204);
    expect((await send('GET', `/${id}`)).status).toBe(404);
    expect(await database.db.query({ text: 'select 1 from webhook_deliveries' })).toEqual([]);
    expect((await entries())[0]?.action).toBe('webhook.deleted');
  });
});

describe('what was sent', () => {
  it('is listed newest first, by page, state and type', async () => {
    const { id } = await make();
    const made: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { body } = await send('POST', `/${id}/test`);
      made.unshift(String(body['delivery_id']));
    }
    const first = await send('GET', `/${id}/deliveries?limit=2`);
    expect(first.body.items.map((item) => item.id)).toEqual(made.slice(0, 2));
    const rest = await send('GET', `/${id}/deliveries?limit=2&cursor=${String(first.body['next_cursor'])}`);
    expect(rest.body.items.map((item) => item.id)).toEqual(made.slice(2));
    expect(
      (await send('GET', `/${id}/deliveries?state=waiting&event_type=webhook.test`)).body.items,
    ).toHaveLength(3);
    expect((await send('GET', `/${id}/deliveries?state=failed`)).body.items).toEqual([]);
    expect((await send('GET', `/${id}/deliveries?event_type=delivery.held`)).body.items).toEqual([]);
  });

  it('is sent again, but not while it is being sent', async () => {
    const { id } = await make();
    const { body } = await send('POST', `/${id}/test`);
    const path = `/${id}/deliveries/${String(body['delivery_id'])}`;
    expect((await send('POST', `${path}/replay`)).status).toBe(202);
    await database.db.query({ text: `update webhook_deliveries set state = 'sending'` });
    expect((await send('POST', `${path}/replay`)).status).toBe(409);
    await database.db.query({
      text: `update webhook_deliveries set state = 'failed', event_type = 'delivery.held'`,
    });
    expect((await send('POST', `/${id}/replay`, { since: '1800-01-01T00:00:00Z' })).body).toEqual({
      replayed: 1,
      has_more: false,
    });
  });

  it.each([
    ['GET', ''],
    ['PATCH', '', {}],
    ['DELETE', ''],
    ['POST', '/rotate-secret'],
    ['POST', '/test'],
    ['GET', '/deliveries'],
    ['GET', '/deliveries/{delivery}'],
    ['POST', '/deliveries/{delivery}/replay'],
    ['POST', '/replay', { since: '2026-01-01T00:00:00Z' }],
  ] as const)('is nobody else’s: %s %s', async (method, path, body?: object) => {
    const { id } = await make();
    const { body: tested } = await send('POST', `/${id}/test`);
    const filled = `/${id}${path.replace('{delivery}', String(tested['delivery_id']))}`;
    const [foreign, unknown] = [
      await send(method, filled, body, 'stranger'),
      await send(method, filled.replace(id, newId()), body, 'stranger'),
    ];
    expect([foreign.status, unknown.status]).toEqual([404, 404]);
    // Nor another webhook’s of the same organization.
    if (path.includes('{delivery}')) {
      const other = await make();
      expect((await send(method, filled.replace(id, other.id), body)).status).toBe(404);
    }
  });
});

it('the types of events are told with their words', async () => {
  const answer = await api.send('GET', '/v1/event-types', { as: 'jane' });
  const { items } = answer.body as { readonly items: readonly { readonly type: string }[] };
  expect(items.map(({ type }) => type)).toEqual(eventTypeNames);
});
