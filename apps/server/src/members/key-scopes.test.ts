import type { Scope } from '@smtpy/contract';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createPrincipal, openTestApi, type TestApi } from '../../fixtures/index.ts';
import type { User } from '../accounts/index.ts';
import type { Principal } from '../api/index.ts';
import { newId } from '../db/index.ts';
import { createOrganizations, organizationRoutes } from '../organizations/index.ts';
import { memberRoutes } from './index.ts';
import { actorOf, openWorld, type World } from './testdata/world.ts';

let world: World;
let api: TestApi;
let olga: User;
let oscar: User;
let anna: User;
let organizationId: string;
const principals: Record<string, Principal> = {};
const erased: string[] = [];

beforeAll(async () => {
  world = await openWorld();
  const { db, clock, audit, installation, members, person } = world;
  [olga, oscar, anna] = [await person('olga'), await person('oscar'), await person('anna')];
  const erasure = { eraseOrganization: (_tx: unknown, id: string) => Promise.resolve(void erased.push(id)) };
  const organizations = createOrganizations({ db, clock, audit, installation, erasure });
  const routes = [...organizationRoutes({ organizations, members }), ...memberRoutes({ members })];
  api = await openTestApi({ db, routes, memberships: members, principals });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  organizationId = await world.found([
    [olga, 'owner'],
    [oscar, 'owner'],
    [anna, 'member'],
  ]);
  erased.length = 0;
  principals['limited'] = keyOf(['members:write', 'members:read', 'organization:write']);
  principals['owning'] = keyOf(['members:write', 'ownership:write']);
  principals['full'] = keyOf(undefined);
});

/** A key of the owner. */
function keyOf(scopes: readonly Scope[] | undefined): Principal {
  const credential = { kind: 'key', keyId: newId(), scopes, organizationId } as const;
  return createPrincipal(olga.id, { email: olga.email, credential });
}

async function codeOf(key: string, method: string, path: string, body?: object): Promise<string> {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await api.send(method, path, { headers, ...(body && { body }) });
  const { code } = (answer.body ?? {}) as { readonly code?: string };
  return code === undefined ? String(answer.status) : `${String(answer.status)} ${code}`;
}

const pathOf = async (user: User) => `/v1/members/${await world.memberId(organizationId, user)}`;
const everybody = { olga: 'owner', oscar: 'owner', anna: 'member' };

it('a key that manages members makes and unmakes no owners', async () => {
  const wish = { organizationId, email: 'new@people.example', role: 'owner', actor: actorOf(olga) } as const;
  const invited = await world.members.invite(wish);
  const invitationId = invited.kind === 'invited' ? invited.invitation.id : invited.kind;
  const insufficient = '403 role_insufficient';
  const invitation = { email: 'thief@evil.example', role: 'owner' };
  expect(await codeOf('limited', 'POST', '/v1/invitations', invitation)).toBe(insufficient);
  expect(await codeOf('limited', 'POST', `/v1/invitations/${invitationId}/resend`)).toBe(insufficient);
  expect(await codeOf('limited', 'DELETE', `/v1/invitations/${invitationId}`)).toBe(insufficient);
  expect(await codeOf('limited', 'PATCH', await pathOf(anna), { role: 'owner' })).toBe(insufficient);
  expect(await codeOf('limited', 'PATCH', await pathOf(oscar), { role: 'viewer' })).toBe(insufficient);
  expect(await codeOf('limited', 'DELETE', await pathOf(oscar))).toBe(insufficient);
  expect(await world.rolesOf(organizationId)).toEqual(everybody);
  expect(await codeOf('limited', 'PATCH', await pathOf(anna), { role: 'viewer' })).toBe('200');
});

it('nor does it leave, hand over or delete the organization for its person', async () => {
  const transfer = { member_id: await world.memberId(organizationId, anna) };
  const leaving = { organization_id: organizationId };
  const deletion = '/v1/organization?confirm_name=Example%20Ltd.';
  expect(await codeOf('limited', 'DELETE', await pathOf(olga))).toBe('403 role_insufficient');
  expect(await codeOf('limited', 'PATCH', await pathOf(olga), { role: 'viewer' })).toBe(
    '403 role_insufficient',
  );
  expect(await codeOf('limited', 'POST', '/v1/organization/transfer', transfer)).toMatch(/^403 /);
  expect(await codeOf('limited', 'POST', '/v1/organization/leave', leaving)).toBe('403 session_required');
  expect(await codeOf('limited', 'DELETE', deletion)).toMatch(/^403 /);
  expect(await world.rolesOf(organizationId)).toEqual(everybody);
  expect(erased).toEqual([]);
});

it.each(['owning', 'full'])('a key with ownership may: %s', async (key) => {
  const invitation = { email: 'partner@people.example', role: 'owner' };
  expect(await codeOf(key, 'POST', '/v1/invitations', invitation)).toBe('201');
  expect(await codeOf(key, 'PATCH', await pathOf(oscar), { role: 'viewer' })).toBe('200');
});
