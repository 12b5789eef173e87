import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock, waitFor } from '@smtpy/testkit';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  openTestDatabase,
  type OpenTestDatabase,
  type TestApi,
} from '../../fixtures/index.ts';
import type { Principal } from '../api/index.ts';
import { newId } from '../db/index.ts';
import { silentEvents } from '../observe/index.ts';
import { createRefusals, refusalRoutes } from './index.ts';

let database: OpenTestDatabase;
let api: TestApi;
const clock = createManualClock(new Date('2026-11-22T09:30:00Z'));
const aliasId = newId();
const organizations: Record<string, string> = {};

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const principals: Record<string, Principal> = {};
  for (const name of ['jane', 'stranger']) {
    const { id, organizationId } = await createOwner(db, name);
    principals[name] = createPrincipal(id);
    organizations[name] = organizationId;
  }
  await noteAll();
  api = await openTestApi({ db, routes: refusalRoutes({ db, clock }), principals });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

/** Four refusals, an hour apart. */
async function noteAll(): Promise<void> {
  const { db } = database;
  const common = { organizationId: organizations['jane'] ?? '', ip: '192.0.2.1', stage: 'rcpt', code: 550 };
  const toShop = { ...common, aliasId, recipient: 'shop@my.example' };
  const noted = [
    { ...toShop, mailFrom: 'ann@sender.example', reason: 'mailboxDisabled' },
    { ...toShop, mailFrom: 'Eve_%@other.example', reason: 'blocked by an entry of the alias' },
    { ...toShop, mailFrom: '', reason: 'mailboxDisabled', code: 450 },
    { ...common, recipient: 'nobody@my.example', mailFrom: 'ann@sender.example', reason: 'mailboxUnknown' },
  ];
  for (const refusal of noted) {
    await using refusals = createRefusals({ db, clock, events: silentEvents });
    refusals.note(refusal);
    clock.advance(3_600_000);
  }
  await waitFor(
    async () =>
      (await db.query({ text: `select from events where type = 'refused'` })).length === noted.length,
    { what: 'the refusals' },
  );
}

async function get(path: string, as = 'jane') {
  const headers = { 'smtpy-organization': organizations[as] ?? '' };
  const { status, body } = await api.send('GET', `/v1/refusals${path}`, { as, headers });
  return {
    status,
    body: body as {
      readonly items: readonly Record<string, unknown>[];
      readonly next_cursor: string;
      readonly total: number;
    },
  };
}

const reasonsOf = async (path: string): Promise<readonly unknown[]> =>
  (await get(path)).body.items.map(({ reason }) => reason);

describe('GET /v1/refusals', () => {
  it('lists them newest first, in words, page by page', async () => {
    const first = await get('?limit=3');
    expect(first.body.items).toHaveLength(3);
    expect(first.body.items[0]).toMatchObject({
      alias_id: null,
      recipient: 'nobody@my.example',
      sentence:
        '550 to ann@sender.example [192.0.2.1], for nobody@my.example, when it named the recipient: mailboxUnknown; its sender is told that it failed',
    });
    expect(first.body.items[1]?.['sentence']).toContain('its server may try again');
    const second = await get(`?limit=3&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ items: [{ mail_from: 'ann@sender.example' }], next_cursor: null });
  });

  it('filters by alias, reason, text and time', async () => {
    expect(await reasonsOf(`?alias_id=${aliasId}`)).toHaveLength(3);
    expect(await reasonsOf('?reason=mailboxUnknown')).toEqual(['mailboxUnknown']);
    expect(await reasonsOf('?search=EVE_%25')).toEqual(['blocked by an entry of the alias']);
    expect(await reasonsOf('?search=NOBODY')).toEqual(['mailboxUnknown']);
    expect(await reasonsOf('?search=e%25e')).toEqual([]);
    const range = '?from=2026-11-22T10:30:00Z&to=2026-11-22T11:30:00Z';
    expect(await reasonsOf(range)).toEqual(['blocked by an entry of the alias']);
    expect(await reasonsOf('?to=0001-01-01T00:00:00Z')).toEqual([]);
    expect(await reasonsOf('?from=9999-12-31T23:59:59Z')).toEqual([]);
  });

  it('shows nobody those of somebody else', async () => {
    expect((await get('', 'stranger')).body.items).toEqual([]);
    expect((await get('/counts', 'stranger')).body).toEqual({ items: [], total: 0 });
  });
});

describe('GET /v1/refusals/counts', () => {
  it('counts by hour, by reason and by alias', async () => {
    const byHour = await get('/counts');
    expect(byHour.body.total).toBe(4);
    expect(byHour.body.items.map(({ hour, count }) => [hour, count])).toEqual([
      ['2026-11-22T09:00:00.000Z', 1],
      ['2026-11-22T10:00:00.000Z', 1],
      ['2026-11-22T11:00:00.000Z', 1],
      ['2026-11-22T12:00:00.000Z', 1],
    ]);
    expect((await get('/counts?by=reason')).body.items[0]).toEqual({
      hour: null,
      reason: 'mailboxDisabled',
      recipient: null,
      count: 2,
    });
    expect((await get('/counts?by=alias')).body.items).toMatchObject([
      { recipient: 'shop@my.example', count: 3 },
      { recipient: null, count: 1 },
    ]);
    const filtered = '/counts?alias=shop@my.example&reason=mailboxDisabled&from=2026-11-22T11:59:00Z';
    expect((await get(filtered)).body.total).toBe(1);
  });

  it('bounds the range', async () => {
    expect((await get('/counts?from=2026-10-01T00:00:00Z')).status).toBe(422);
    expect((await get('/counts?from=2027-10-01T00:00:00Z')).status).toBe(422);
    expect((await get('/counts?from=2026-10-01T00:00:00Z&to=2026-10-31T00:00:00Z')).body.total).toBe(0);
    expect((await get('/counts?to=0001-01-01T00:00:00Z')).status).toBe(200);
  });
});
