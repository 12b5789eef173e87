import type { MemberRole } from '@smtpy/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/index.ts';
import type { User } from '../accounts/index.ts';
import { createOrganizations, organizationRoutes } from '../organizations/index.ts';
import { memberRoutes } from './index.ts';
import { openWorld, type World } from './testdata/world.ts';

let world: World;
let api: TestApi;
let organizationId: string;
let memberIds: Readonly<Record<string, string>>;
const people = new Map<string, User>();
const erased: string[] = [];

const roles: readonly (readonly [string, MemberRole])[] = [
  ['olga', 'owner'],
  ['anna', 'admin'],
  ['mia', 'member'],
  ['vera', 'viewer'],
];

beforeAll(async () => {
  world = await openWorld();
  const { db, clock, audit, installation, members } = world;
  for (const name of [...roles.map(([person]) => person), 'stranger', 'guest'])
    people.set(name, await world.person(name));
  const organizations = createOrganizations({
    db,
    clock,
    audit,
    installation,
    erasure: {
      eraseOrganization: async (tx, id) => {
        erased.push(id);
        await tx.query({ text: 'delete from auth.organization where id = $1', params: [id] });
      },
    },
  });
  api = await openTestApi({
    db,
    routes: [...organizationRoutes({ organizations, members }), ...memberRoutes({ members })],
    memberships: members,
    principals: Object.fromEntries(
      Array.from(people, ([name, user]) => [name, createPrincipal(user.id, { email: user.email })]),
    ),
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  organizationId = await world.found(roles.map(([name, role]) => [userOf(name), role]));
  const ids = roles.map(async ([name]) => [name, await world.memberId(organizationId, userOf(name))]);
  memberIds = Object.fromEntries(await Promise.all(ids)) as Record<string, string>;
});

function userOf(name: string): User {
  const user = people.get(name);
  if (user === undefined) throw new Error(`nobody is called ${name}`);
  return user;
}

interface Body {
  readonly code?: string;
  readonly id: string;
  readonly items: readonly Record<string, unknown>[];
}

/** Sends a request about the organization; gives `status`, and the body. */
async function send(as: string, method: string, path: string, body?: object) {
  const headers = { 'smtpy-organization': organizationId };
  const answer = await api.send(method, path, { as, headers, ...(body && { body }) });
  return { status: answer.status, body: answer.body as Body };
}

async function statusOf(...request: Parameters<typeof send>): Promise<string> {
  const { status, body } = await send(...request);
  return status < 400 ? String(status) : `${String(status)} ${String(body.code)}`;
}

describe('organizations', () => {
  it('are made, listed with the role, changed and deleted', async () => {
    const made = await send('stranger', 'POST', '/v1/organizations', { name: ' Gardeners ' });
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Gardeners', role: 'owner', is_personal: false },
    });
    const listed = await send('stranger', 'GET', '/v1/organizations');
    expect(listed.body.items).toMatchObject([{ is_personal: true }, { id: made.body.id, name: 'Gardeners' }]);
    organizationId = made.body.id;
    const change = { name: 'Growers', retention_days: 30 };
    expect(await send('stranger', 'PATCH', '/v1/organization', change)).toMatchObject({
      status: 200,
      body: { ...change, privacy_level: 'full' },
    });
    const remove = (name: string) =>
      statusOf('stranger', 'DELETE', `/v1/organization?confirm_name=${encodeURIComponent(name)}`);
    expect(await remove('Gardeners')).toBe('422 invalid_request');
    expect(await remove('Growers')).toBe('204');
    expect(erased).toEqual([made.body.id]);
    expect(await statusOf('stranger', 'GET', '/v1/organization')).toBe('404 not_found');
    // The clock stands still, so nothing says which was first.
    expect((await world.actionsOf(made.body.id)).toSorted()).toEqual([
      'organization.changed',
      'organization.created',
    ]);
  });

  it('cannot be deleted by others than owners, nor personal ones at all', async () => {
    const path = '/v1/organization?confirm_name=Example%20Ltd.';
    expect(await statusOf('anna', 'DELETE', path)).toBe('403 role_insufficient');
    expect(await statusOf('stranger', 'DELETE', path)).toBe('404 not_found');
    organizationId = userOf('olga').organizationId;
    expect(await statusOf('olga', 'DELETE', '/v1/organization?confirm_name=olga')).toBe(
      '409 personal_organization',
    );
  });

  it('are made up to the limit by a hundred requests at once', async () => {
    await world.limit({ organizationsPerUser: 5 });
    const statuses = await Promise.all(
      Array.from({ length: 100 }, () => statusOf('guest', 'POST', '/v1/organizations', { name: 'Many' })),
    );
    expect(statuses.filter((status) => status === '201')).toHaveLength(5);
    expect(statuses.filter((status) => status === '409 limit_reached')).toHaveLength(95);
    await world.limit({ organizationsPerUser: 1_000 });
  });

  it('change hands and are left', async () => {
    const transfer = { member_id: memberIds['mia'] };
    expect(await statusOf('anna', 'POST', '/v1/organization/transfer', transfer)).toBe(
      '403 role_insufficient',
    );
    const leaving = { organization_id: organizationId };
    expect(await statusOf('olga', 'POST', '/v1/organization/leave', leaving)).toBe('409 last_owner');
    expect(await send('olga', 'POST', '/v1/organization/transfer', transfer)).toMatchObject({
      status: 200,
      body: { id: organizationId, role: 'admin' },
    });
    expect(await statusOf('olga', 'POST', '/v1/organization/leave', leaving)).toBe('204');
    expect(await statusOf('olga', 'POST', '/v1/organization/leave', leaving)).toBe('404 not_found');
    expect(await statusOf('olga', 'GET', '/v1/organization')).toBe('404 not_found');
  });
});

describe('members', () => {
  it('are listed, page by page, for members alone', async () => {
    const first = await api.send('GET', '/v1/members?limit=3&sort=-email', {
      as: 'vera',
      headers: { 'smtpy-organization': organizationId },
    });
    const { next_cursor: cursor } = first.body as { readonly next_cursor: string };
    const rest = await send('vera', 'GET', `/v1/members?limit=3&sort=-email&cursor=${cursor}`);
    expect(rest.body).toMatchObject({
      items: [{ email: 'anna@people.example' }],
      total: 4,
      next_cursor: null,
    });
    expect(await statusOf('vera', 'GET', `/v1/members?sort=joined_at&cursor=${cursor}`)).toBe(
      '422 invalid_request',
    );
    expect(await statusOf('stranger', 'GET', '/v1/members')).toBe('404 not_found');
  });

  it('get other roles from those who may, and nothing else', async () => {
    const path = `/v1/members/${String(memberIds['mia'])}`;
    expect(await statusOf('vera', 'PATCH', path, { role: 'admin' })).toBe('403 role_insufficient');
    expect(await statusOf('mia', 'PATCH', path, { role: 'owner' })).toBe('403 role_insufficient');
    expect(await statusOf('anna', 'PATCH', path, { role: 'owner' })).toBe('403 role_insufficient');
    expect(await statusOf('anna', 'PATCH', path, { role: 'admin', user_id: userOf('anna').id })).toBe(
      '422 invalid_request',
    );
    expect(await statusOf('anna', 'PATCH', path, { role: 'viewer' })).toBe('200');
    const owner = `/v1/members/${String(memberIds['olga'])}`;
    expect(await statusOf('anna', 'DELETE', owner)).toBe('403 role_insufficient');
    expect(await statusOf('olga', 'PATCH', owner, { role: 'admin' })).toBe('409 last_owner');
    expect(await statusOf('anna', 'DELETE', path)).toBe('204');
    expect(await statusOf('mia', 'GET', '/v1/organization')).toBe('404 not_found');
  });
});

describe('invitations', () => {
  it('lead from the mail into the organization', async () => {
    const body = { email: 'Guest@People.example', role: 'viewer' };
    expect(await statusOf('mia', 'POST', '/v1/invitations', body)).toBe('403 role_insufficient');
    expect(await statusOf('anna', 'POST', '/v1/invitations', { ...body, role: 'owner' })).toBe(
      '403 role_insufficient',
    );
    expect(await statusOf('anna', 'POST', '/v1/invitations', { ...body, state: 'accepted' })).toBe(
      '422 invalid_request',
    );
    const made = await send('anna', 'POST', '/v1/invitations', body);
    expect(made).toMatchObject({ status: 201, body: { email: 'guest@people.example', state: 'pending' } });
    expect(await statusOf('anna', 'POST', '/v1/invitations', body)).toBe('409 already_exists');
    const token = { token: world.tokenTo('guest@people.example') };
    expect(JSON.stringify(made.body)).not.toContain(token.token);
    const look = await api.send('POST', '/v1/invitation-links/look', { body: token });
    expect(look).toMatchObject({
      status: 200,
      body: { organization_name: 'Example Ltd.', role: 'viewer', email_hint: 'g…@people.example' },
    });
    expect(look.text).not.toContain('guest@people.example');
    const received = await send('guest', 'GET', '/v1/account/invitations');
    expect(received.body.items).toMatchObject([{ id: made.body.id, organization_name: 'Example Ltd.' }]);
    expect((await api.send('POST', '/v1/invitation-links/accept', { body: token })).status).toBe(401);
    expect(await statusOf('stranger', 'POST', '/v1/invitation-links/accept', token)).toBe('410 link_invalid');
    expect(await send('guest', 'POST', '/v1/invitation-links/accept', token)).toMatchObject({
      status: 200,
      body: { id: organizationId, role: 'viewer' },
    });
    expect(await statusOf('guest', 'POST', '/v1/invitation-links/accept', token)).toBe('410 link_invalid');
    expect(await statusOf('guest', 'GET', '/v1/members')).toBe('200');
  });

  it('are declined, sent again and called back by those whose they are', async () => {
    const made = await send('olga', 'POST', '/v1/invitations', {
      email: 'guest@people.example',
      role: 'owner',
    });
    const path = `/v1/invitations/${made.body.id}`;
    expect(await statusOf('anna', 'POST', `${path}/resend`)).toBe('403 role_insufficient');
    expect(await statusOf('anna', 'DELETE', path)).toBe('403 role_insufficient');
    expect(await statusOf('stranger', 'GET', path)).toBe('404 not_found');
    const mine = organizationId;
    organizationId = userOf('stranger').organizationId;
    for (const [method, foreign] of [
      ['GET', path],
      ['DELETE', path],
      ['POST', `${path}/resend`],
      ['GET', `/v1/members/${String(memberIds['mia'])}`],
      ['DELETE', `/v1/members/${String(memberIds['mia'])}`],
    ] as const)
      expect(await statusOf('stranger', method, foreign)).toBe('404 not_found');
    organizationId = mine;
    const received = `/v1/account/invitations/${made.body.id}`;
    expect(await statusOf('stranger', 'POST', `${received}/accept`)).toBe('404 not_found');
    expect(await statusOf('olga', 'POST', `${path}/resend`)).toBe('200');
    expect(await statusOf('guest', 'POST', `${received}/decline`)).toBe('204');
    expect(await statusOf('guest', 'POST', `${received}/accept`)).toBe('404 not_found');
    expect(await statusOf('olga', 'DELETE', path)).toBe('409 conflict');
    expect((await send('vera', 'GET', '/v1/invitations?state=declined')).body.items).toHaveLength(1);
  });
});
