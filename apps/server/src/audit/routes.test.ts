import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/api.ts';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import type { Principal } from '../api/index.ts';
import { systemClock } from '../observe/index.ts';
import { auditRoutes, createAudit, operatorActor, type Audit } from './index.ts';

let database: OpenTestDatabase;
let audit: Audit;
let api: TestApi;
let organizationId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  audit = createAudit({ db, clock: systemClock });
  const principals: Record<string, Principal> = {};
  for (const name of ['jane', 'john']) {
    const user = await createOwner(db, name);
    principals[name] = createPrincipal(user.id, { email: user.email });
    if (name === 'jane') ({ organizationId } = user);
  }
  api = await openTestApi({ db, routes: auditRoutes({ db, audit }), principals });
  for (const label of ['=1+1', 'b', 'c'])
    await audit.record(db, {
      action: 'key.created',
      actor: operatorActor,
      organizationId,
      subject: { kind: 'key', id: label, label },
    });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

interface Page {
  readonly items: readonly { readonly subject: { readonly id: string } | null }[];
  readonly next_cursor: string | null;
}

async function listIds(query: string, as = 'jane'): Promise<Page & { readonly ids: readonly unknown[] }> {
  const { status, body } = await api.send('GET', `/v1/audit-entries?${query}`, { as });
  expect(status).toBe(200);
  const page = body as Page;
  return { ...page, ids: page.items.map(({ subject }) => subject?.id) };
}

describe('GET /v1/audit-entries', () => {
  it('gives pages', async () => {
    const first = await listIds('limit=2&action=key.created');
    expect(first.ids).toEqual(['c', 'b']);
    const second = await listIds(`limit=2&action=key.created&cursor=${String(first.next_cursor)}`);
    expect(second.ids).toEqual(['=1+1']);
    expect(second.next_cursor).toBeNull();
  });

  it('shows nothing of another organization', async () => {
    expect((await listIds('', 'john')).ids).toEqual([]);
  });

  it.each([
    'action=key.stolen',
    'actor_user_id=7',
    'after=yesterday',
    'cursor=WyJ4Il0',
    'cursor=WzFd',
    'search=%00',
    'subject_kind=Key%27',
    'organization_id=x',
  ])('refuses ?%s', async (query) => {
    const { status, body } = await api.send('GET', `/v1/audit-entries?${query}`, { as: 'jane' });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'invalid_request' });
  });

  it('takes instants at the ends of the calendar', async () => {
    expect((await listIds('after=0001-01-01T00:00:00Z&before=9999-12-31T23:59:59Z')).ids).toContain('c');
  });
});

describe('POST /v1/audit-entries/export', () => {
  it('gives a download without formulas and tells of it in the log', async () => {
    const { status, headers, text } = await api.send('POST', '/v1/audit-entries/export', {
      as: 'jane',
      body: { action: 'key.created' },
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/csv/);
    expect(headers.get('content-disposition')).toContain('audit.csv');
    expect(text.trimEnd().split('\r\n')).toHaveLength(4);
    expect(text).toContain(`"'=1+1"`);
    const [entry] = await audit.list({
      scope: { kind: 'organization', organizationId },
      filter: { action: 'audit.exported' },
      limit: 1,
    });
    expect(entry).toMatchObject({
      actor: { kind: 'user', label: 'jane@people.example' },
      after: { format: 'csv', action: 'key.created' },
    });
  });

  it('gives JSON lines, and all of the log without a body', async () => {
    const response = await fetch(`${api.url}/v1/audit-entries/export`, {
      method: 'POST',
      headers: { cookie: 'as=jane', 'content-type': 'application/json' },
      body: JSON.stringify({ format: 'jsonl', subject_kind: 'key' }),
    });
    expect(response.headers.get('content-type')).toMatch(/^application\/jsonl/);
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toHaveLength(3);
    const all = await api.send('POST', '/v1/audit-entries/export', { as: 'john' });
    expect(all.status).toBe(200);
  });
});
