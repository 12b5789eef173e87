import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/index.ts';
import { foldAll } from './fold.ts';
import { statisticsRoutes } from './index.ts';
import { insertFacts, type PlainFact } from './testdata/facts.ts';
import { openWorld, type World } from './testdata/world.ts';

let world: World;
let api: TestApi;
const now = new Date('2026-11-30T09:30:00Z');
const dayMs = 86_400_000;

beforeAll(async () => {
  world = await openWorld();
  const { db, tenant, other } = world;
  api = await openTestApi({
    db,
    routes: statisticsRoutes({ db, clock: { now: () => now } }),
    principals: {
      one: createPrincipal(tenant.userId, { email: tenant.email }),
      two: createPrincipal(other.userId, { email: other.email }),
    },
  });
  await insertFacts(db, tenant, facts());
  await db.query({
    text: `insert into user_preferences (user_id, preferences) values ($1, '{"time_zone": "Asia/Kathmandu"}')`,
    params: [tenant.userId],
  });
  await foldAll(db);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

/** Twice as many in the last 30 days as in the 30 before; one in ten bounces, one in ten is a reply. */
function facts(): readonly PlainFact[] {
  return Array.from({ length: 300 }, (_, index) => ({
    at: new Date(now.getTime() - (index < 200 ? index % 29 : 31 + (index % 28)) * dayMs),
    alias: index % 3,
    mailbox: index % 2,
    state: index % 10 === 0 ? ('bounced' as const) : ('delivered' as const),
    kind: index % 10 === 5 ? ('reply' as const) : ('forward' as const),
    sender: `x@sender${String(index % 4)}.example`,
    ...(index % 10 === 0 && { failureClass: 'hard' }),
  }));
}

async function get(path: string, as: 'one' | 'two' = 'one') {
  const { organizationId } = as === 'one' ? world.tenant : world.other;
  return api.send('GET', `/v1/statistics/${path}`, { as, headers: { 'smtpy-organization': organizationId } });
}

/** The body of an answer, of which tests look at parts. */
async function bodyOf(path: string, as?: 'one' | 'two') {
  const { status, body } = await get(path, as);
  expect(status).toBe(200);
  return body as Record<string, unknown>;
}

describe('totals', () => {
  it('are compared with the period before, in the zone of the person', async () => {
    expect(await bodyOf('totals?compare=previous')).toMatchObject({
      range: {
        from: '2026-10-31T18:15:00.000Z',
        to: '2026-11-30T18:15:00.000Z',
        time_zone: 'Asia/Kathmandu',
      },
      totals: { messages: 200, accepted: 200, forwarded: 160, replied: 20, bounced: 20, delivery_rate: 0.9 },
      previous: { range: { from: '2026-10-01T18:15:00.000Z' }, totals: { messages: 100 } },
    });
  });

  it('can be those of a domain, an alias or a mailbox', async () => {
    const { domainId, aliasIds, mailboxIds } = world.tenant;
    expect(await bodyOf(`totals?domain_id=${domainId}`)).toMatchObject({ totals: { messages: 200 } });
    expect(await bodyOf(`totals?alias_id=${String(aliasIds[0])}`)).toMatchObject({
      totals: { messages: 67 },
    });
    expect(await bodyOf(`totals?mailbox_id=${String(mailboxIds[1])}`)).toMatchObject({
      totals: { messages: 100 },
    });
  });

  it('of others are nothing, as of what is not there', async () => {
    const { aliasIds } = world.tenant;
    expect(await bodyOf('totals', 'two')).toMatchObject({ totals: { messages: 0, delivery_rate: null } });
    expect(await bodyOf(`totals?alias_id=${String(aliasIds[0])}`, 'two')).toMatchObject({
      totals: { messages: 0 },
    });
  });

  it.each([
    ['totals?time_zone=Europe/Atlantis', 'query.time_zone'],
    ['totals?time_zone=%2B01:00', 'query.time_zone'],
    ['totals?from=2026-11-31', 'query.from'],
    ['totals?from=2020-01-01', 'query.from'],
    [`totals?domain_id=${crypto.randomUUID()}&alias_id=${crypto.randomUUID()}`, 'query.alias_id'],
    ['series?granularity=hour&from=2026-10-01', 'query.granularity'],
    [`breakdown?by=reason&domain_id=${crypto.randomUUID()}`, 'query.domain_id'],
    [`breakdown?by=alias&mailbox_id=${crypto.randomUUID()}`, 'query.mailbox_id'],
  ])('and others refuse %s', async (path, field) => {
    expect(await get(path)).toMatchObject({ status: 422, body: { errors: [{ path: field }] } });
  });
});

it('a series has every step, and adds up to the total', async () => {
  const { points, previous } = (await bodyOf('series?compare=previous&time_zone=Europe/Berlin')) as {
    readonly points: readonly { readonly label: string; readonly messages: number }[];
    readonly previous: { readonly points: readonly { readonly messages: number }[] };
  };
  expect(points).toHaveLength(30);
  expect(points.at(-1)).toMatchObject({ label: '2026-11-30', messages: 7 });
  expect(points.reduce((sum, { messages }) => sum + messages, 0)).toBe(200);
  expect(previous.points.reduce((sum, { messages }) => sum + messages, 0)).toBe(100);
});

describe('top lists', () => {
  it('have names, counts and those before', async () => {
    expect(await bodyOf('breakdown?by=alias&limit=2&compare=previous&sort=messages')).toMatchObject({
      total: 3,
      items: [
        { name: 'a0@one.example', count: 67, previous_count: 33 },
        { name: 'a1@one.example', count: 67 },
      ],
    });
    expect(await bodyOf('breakdown?by=domain')).toMatchObject({
      items: [{ name: 'one.example', count: 200 }],
    });
    expect(await bodyOf('breakdown?by=mailbox')).toMatchObject({
      items: [{ name: 'box0@mailbox.example' }, { name: 'box1@mailbox.example' }],
    });
    expect(await bodyOf('breakdown?by=failure_class')).toMatchObject({ items: [{ key: 'hard', count: 20 }] });
    expect(await bodyOf('breakdown?by=state')).toMatchObject({
      items: [{ key: 'delivered', count: 180 }, { key: 'bounced', count: 20 }, {}, {}, {}, {}],
    });
    expect(await bodyOf('breakdown?by=authentication')).toMatchObject({ items: [{ count: 180 }, {}, {}] });
    expect(await bodyOf('breakdown?by=sender_domain&limit=1')).toMatchObject({ total: 4 });
  });

  it('of aliases can be those of a domain', async () => {
    expect(await bodyOf(`breakdown?by=alias&domain_id=${world.tenant.domainId}`)).toMatchObject({ total: 3 });
    expect(await bodyOf(`breakdown?by=alias&domain_id=${world.other.domainId}`)).toMatchObject({ total: 0 });
  });

  it('tell nothing of senders where nothing of them is kept', async () => {
    const params = [world.tenant.organizationId];
    const text = `insert into organization_settings (organization_id, privacy_level) values ($1, 'none')`;
    await world.db.query({ text, params });
    expect(await bodyOf('breakdown?by=sender_domain')).toMatchObject({ items: [], total: 0 });
    expect((await get('export?rows=sender_domain')).headers.get('smtpy-total-rows')).toBe('0');
    await world.db.query({ text: 'delete from organization_settings where organization_id = $1', params });
  });
});

it('the time to deliver is known within its steps', async () => {
  expect(await bodyOf('latency?compare=previous')).toMatchObject({
    count: 180,
    p50_ms: 98.7,
    histogram: [{ from_ms: 90.51, to_ms: 107.63, count: 180 }],
    previous: { count: 90 },
  });
});

it('the dashboard has what needs attention, four numbers and seven days', async () => {
  const { db, tenant } = world;
  await db.query({
    text: `update mailboxes set paused_at = now() where id = $1`,
    params: [tenant.mailboxIds[0]],
  });
  await db.query({ text: `update domains set state = 'degraded' where id = $1`, params: [tenant.domainId] });
  await db.query({
    text: `insert into domains (id, organization_id, name, state, verification_token, removed_at)
      values (gen_random_uuid(), $1, 'given-up.example', 'pending', 'x', now())`,
    params: [tenant.organizationId],
  });
  expect(await bodyOf('dashboard')).toMatchObject({
    attention: {
      held: 0,
      failed_24h: 1,
      domain_count: 1,
      domains: [{ name: 'one.example', state: 'degraded' }],
      mailboxes: [{ address: 'box0@mailbox.example' }],
    },
    delivery_rate: 0.9,
    previous_delivery_rate: 0.9,
    active_aliases: 4,
    median_latency_ms: 98.7,
    days: [{}, {}, {}, {}, {}, {}, { day: '2026-11-30', delivered: 6, bounced: 1 }],
  });
  expect(await bodyOf('dashboard', 'two')).toMatchObject({
    attention: { domain_count: 0 },
    delivery_rate: null,
  });
});

describe('an export', () => {
  it('has as many rows as it says, and no formula', async () => {
    await world.db.query({
      text: `update mailboxes set address = '=cmd|calc@mailbox.example' where id = $1`,
      params: [world.tenant.mailboxIds[0]],
    });
    const { headers, text } = await get('export?rows=mailbox&granularity=week');
    const lines = text.trimEnd().split('\r\n');
    expect(Number(headers.get('smtpy-total-rows'))).toBe(lines.length - 1);
    expect(headers.get('content-disposition')).toContain('statistics-2026-11-01-2026-11-30.csv');
    expect(text).toContain(`"'=cmd|calc@mailbox.example"`);
    expect(text).not.toContain(`"=`);
  });

  it('in JSON is one document', async () => {
    const { headers, body } = await get('export?format=json');
    expect(headers.get('smtpy-total-rows')).toBe('30');
    expect(body).toMatchObject({ rows: 'organization', granularity: 'day', items: { length: 30 } });
    expect((await get('export?format=json&rows=reason')).body).toMatchObject({ items: [] });
  });

  it('as PDF is a document of its length', async () => {
    const { headers, text } = await get('export?format=pdf');
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(Number(headers.get('content-length'))).toBeGreaterThan(3_000);
    expect(text.startsWith('%PDF-1.')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
  });

  it('stops when the client is gone', async () => {
    const { organizationId } = world.tenant;
    const sent = request(`${api.url}/v1/statistics/export?rows=alias&granularity=day`, {
      headers: { cookie: 'as=one', 'smtpy-organization': organizationId },
    }).end();
    await once(sent, 'response');
    sent.destroy();
    expect((await get('totals')).status).toBe(200);
  });
});
