import type { MemberRole, Scope } from '@smtpy/contract';
import { scopes } from '@smtpy/contract';
import { waitFor } from '@smtpy/testkit';
import { type Credential, expectSuccess } from './client.ts';
import type { ApiWorld, Person } from './world.ts';

/** An organization with a member of every role. */
export interface Team {
  readonly organizationId: string;
  readonly people: Readonly<Record<MemberRole, Person>>;
}

/** Two teams that know nothing of each other, and everybody else whom access rules tell apart. */
export interface Tenants {
  readonly team: Team;
  /** An owner of another team. */
  readonly stranger: Person & { readonly organizationId: string };
  readonly administrator: Person;
  /** Keys of the team's owner, each with one scope; those of administration are the administrator's own. */
  readonly keys: Readonly<Record<Scope, Credential>>;
  /** The administrator's key for nothing but the own account. */
  readonly administratorKey: Credential;
  /** The key of a member whom the operator suspended. */
  readonly suspended: Credential;
  readonly expired: Credential;
  readonly revoked: Credential;
}

/** Makes everybody, by the command line and the API alone. */
export async function createTenants(world: ApiWorld): Promise<Tenants> {
  const team = await createTeam(world, 'ours');
  const other = await createTeam(world, 'theirs', []);
  const administrator = await world.createPerson('administrator', { isAdministrator: true });
  return {
    team,
    stranger: { ...other.people.owner, organizationId: other.organizationId },
    administrator,
    keys: await createScopedKeys(world, team, administrator),
    administratorKey: await createAccountKey(world, administrator),
    suspended: await createSuspendedKey(world, team, administrator),
    expired: await createExpiredKey(world, team),
    revoked: await createRevokedKey(world, team),
  };
}

/** A team whose owner has invited a person for each of these roles. */
export async function createTeam(
  world: ApiWorld,
  name: string,
  roles: readonly MemberRole[] = ['viewer', 'member', 'admin'],
): Promise<Team> {
  const [owner, ...others] = await Promise.all([
    world.createPerson(`owner.${name}`),
    ...roles.map((role) => world.createPerson(`${role}.${name}`)),
  ]);
  const made = await world.client({
    method: 'POST',
    path: '/v1/organizations',
    credential: owner.session,
    body: { name: `Team ${name}` },
  });
  const { id: organizationId } = expectSuccess(made, `making the team ${name}`) as { readonly id: string };
  const people: Record<MemberRole, Person> = { owner, admin: owner, member: owner, viewer: owner };
  for (const [index, person] of others.entries()) {
    const role = roles[index];
    if (role === undefined) continue;
    people[role] = person;
    await join(world, { organizationId, owner, person, role });
  }
  return { organizationId, people };
}

/** Invites a person and has the invitation accepted. */
async function join(
  { client }: ApiWorld,
  membership: {
    readonly organizationId: string;
    readonly owner: Person;
    readonly person: Person;
    readonly role: MemberRole;
  },
): Promise<void> {
  const { organizationId, owner, person, role } = membership;
  const invited = await client({
    method: 'POST',
    path: '/v1/invitations',
    credential: owner.session,
    organizationId,
    body: { email: person.email, role },
  });
  const { id } = expectSuccess(invited, `inviting ${person.email}`) as { readonly id: string };
  const accepted = await client({
    method: 'POST',
    path: `/v1/account/invitations/${id}/accept`,
    credential: person.session,
  });
  expectSuccess(accepted, `${person.email} accepting`);
}

interface NewKey {
  readonly person: Person;
  readonly organizationId: string;
  readonly scopes?: readonly Scope[] | null;
  readonly expiresAt?: string;
}

/** Makes a key of a person; gives it with its id. */
export async function createKey(
  { client }: ApiWorld,
  { person, organizationId, scopes: limited = null, expiresAt }: NewKey,
): Promise<{ readonly id: string; readonly credential: Credential }> {
  const reply = await client({
    method: 'POST',
    path: '/v1/keys',
    credential: person.session,
    organizationId,
    body: { name: 'Test', scopes: limited, ...(expiresAt !== undefined && { expires_at: expiresAt }) },
  });
  const { id, key } = expectSuccess(reply, `making a key of ${person.email}`) as {
    readonly id: string;
    readonly key: string;
  };
  return { id, credential: { kind: 'key', key } };
}

async function createScopedKeys(
  world: ApiWorld,
  team: Team,
  administrator: Person,
): Promise<Tenants['keys']> {
  const keys: Partial<Record<Scope, Credential>> = {};
  for (const scope of scopes) {
    const place = scope.startsWith('administration:')
      ? { person: administrator, organizationId: administrator.personalOrganizationId }
      : { person: team.people.owner, organizationId: team.organizationId };
    keys[scope] = (await createKey(world, { ...place, scopes: [scope] })).credential;
  }
  return keys as Tenants['keys'];
}

async function createAccountKey(world: ApiWorld, person: Person): Promise<Credential> {
  const organizationId = person.personalOrganizationId;
  return (await createKey(world, { person, organizationId, scopes: ['account:read'] })).credential;
}

async function createSuspendedKey(world: ApiWorld, team: Team, administrator: Person): Promise<Credential> {
  const person = await world.createPerson('suspended');
  const { organizationId } = team;
  await join(world, { organizationId, owner: team.people.owner, person, role: 'admin' });
  const { credential } = await createKey(world, { person, organizationId });
  const reply = await world.client({
    method: 'PATCH',
    path: `/v1/administration/users/${person.userId}`,
    credential: administrator.session,
    body: { is_suspended: true, suspended_reason: 'A test of access' },
  });
  expectSuccess(reply, 'suspending a user');
  return credential;
}

/** Long enough to make the key on a busy machine, short enough to wait for. */
const keyLifeMs = 5_000;

async function createExpiredKey(world: ApiWorld, team: Team): Promise<Credential> {
  const expiresAt = new Date(Date.now() + keyLifeMs).toISOString();
  const { organizationId, people } = team;
  const { credential } = await createKey(world, { person: people.owner, organizationId, expiresAt });
  const isOver = async (): Promise<boolean> =>
    (await world.client({ method: 'GET', path: '/v1/account', credential })).status === 401;
  await waitFor(isOver, { what: 'the key expired', timeoutMs: 4 * keyLifeMs });
  return credential;
}

async function createRevokedKey(world: ApiWorld, team: Team): Promise<Credential> {
  const { organizationId, people } = team;
  const { id, credential } = await createKey(world, { person: people.owner, organizationId });
  const reply = await world.client({
    method: 'DELETE',
    path: `/v1/keys/${id}`,
    credential: people.owner.session,
    organizationId,
  });
  expectSuccess(reply, 'revoking a key');
  return credential;
}
