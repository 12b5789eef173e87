import { randomUUID } from 'node:crypto';
import { type Credential, expectSuccess } from './client.ts';
import type { FuzzRole } from './fuzz-request.ts';
import { createKey, createTeam, type Team } from './tenants.ts';
import { type ApiWorld, password, type Person } from './world.ts';

/** People who may come to harm, and are replaced when they did. */
export interface Cast {
  readonly credentialOf: (role: FuzzRole) => Credential | undefined;
  readonly team: () => Team;
  /** Replaces everybody. */
  readonly renew: () => Promise<void>;
  /** Replaces whoever cannot do what they could before. */
  readonly heal: () => Promise<void>;
}

/** A cast around an administrator who takes no part, and who puts the settings of the installation back. */
export async function createCast(world: ApiWorld): Promise<Cast> {
  const root = await world.createPerson('root', { isAdministrator: true });
  const settings = await readSettings(world, root);
  const quick: ApiWorld = {
    ...world,
    createPerson: (name, options) => hire(world, root, { name, ...options }),
  };
  let troupe = await createTroupe(quick);
  const resetSettings = (): Promise<unknown> =>
    world.client({
      method: 'PATCH',
      path: '/v1/administration/settings',
      credential: root.session,
      body: settings,
    });
  const renew = async (): Promise<void> => {
    await resetSettings();
    troupe = await createTroupe(quick);
  };
  return {
    team: () => troupe.team,
    credentialOf: (role) => troupe.credentials[role],
    renew,
    heal: async () => {
      await resetSettings();
      if (await isWhole(world, troupe)) return;
      const again = await signInAgain(world, troupe);
      if (again !== undefined && (await isWhole(world, again))) troupe = again;
      else await renew();
    },
  };
}

interface Troupe {
  readonly team: Team;
  readonly administrator: Person;
  readonly credentials: Readonly<Record<FuzzRole, Credential | undefined>>;
}

async function createTroupe(world: ApiWorld): Promise<Troupe> {
  const name = randomUUID();
  const [team, administrator] = await Promise.all([
    createTeam(world, name, ['viewer', 'member']),
    world.createPerson(`administrator.${name}`, { isAdministrator: true }),
  ]);
  const { owner } = team.people;
  const key = await createKey(world, { person: owner, organizationId: team.organizationId });
  return toTroupe({ team, administrator, key: key.credential });
}

function toTroupe({
  team,
  administrator,
  key,
}: {
  readonly team: Team;
  readonly administrator: Person;
  readonly key: Credential | undefined;
}): Troupe {
  const { owner, viewer } = team.people;
  const credentials = {
    nobody: undefined,
    owner: owner.session,
    viewer: viewer.session,
    key,
    administrator: administrator.session,
  };
  return { team, administrator, credentials };
}

/** The same people with new sessions, which is quicker than new people; undefined where somebody cannot sign in any more. */
async function signInAgain(
  world: ApiWorld,
  { team, administrator, credentials }: Troupe,
): Promise<Troupe | undefined> {
  const renewed = async (person: Person): Promise<Person> => ({
    ...person,
    session: await world.signIn(person.email),
  });
  // Expected: a password was changed, a second factor is on, or the person is gone.
  try {
    const people = {
      ...team.people,
      owner: await renewed(team.people.owner),
      viewer: await renewed(team.people.viewer),
    };
    return toTroupe({
      team: { ...team, people },
      administrator: await renewed(administrator),
      key: credentials.key,
    });
  } catch {
    return undefined;
  }
}

/** Whether all can still do what they are there for. */
async function isWhole({ client }: ApiWorld, { team, credentials }: Troupe): Promise<boolean> {
  const ask = async (role: FuzzRole, path: string): Promise<unknown> => {
    const organizationId = role === 'owner' || role === 'viewer' ? team.organizationId : undefined;
    const reply = await client({ method: 'GET', path, credential: credentials[role], organizationId });
    return reply.status === 200 ? reply.json : undefined;
  };
  const [members, ...others] = await Promise.all([
    ask('viewer', '/v1/members?role=member'),
    // What an owner alone may write, an admin may read: the role is told with the organization.
    ask('owner', '/v1/organization'),
    ask('key', '/v1/keys'),
    ask('administrator', '/v1/administration/settings'),
  ]);
  if (members === undefined || others.includes(undefined)) return false;
  const isOwned = (others[0] as { readonly role?: unknown }).role === 'owner';
  return isOwned && (members as { readonly items: readonly unknown[] }).items.length > 0;
}

/** Makes a user by the API, which is quicker than a command. */
async function hire(
  world: ApiWorld,
  root: Person,
  { name, isAdministrator = false }: { readonly name: string; readonly isAdministrator?: boolean },
): Promise<Person> {
  const email = `${name}@cast.example`;
  const made = await world.client({
    method: 'POST',
    path: '/v1/administration/users',
    credential: root.session,
    body: { email, password, is_administrator: isAdministrator },
  });
  const { id } = expectSuccess(made, `making ${email}`) as { readonly id: string };
  const session = await world.signIn(email);
  const account = await world.client({ method: 'GET', path: '/v1/account', credential: session });
  const { organizations } = expectSuccess(account, 'reading the account') as {
    readonly organizations: readonly { readonly id: string; readonly is_personal: boolean }[];
  };
  const personal = organizations.find((organization) => organization.is_personal);
  return { userId: id, email, personalOrganizationId: personal?.id ?? '', session };
}

/** The settings as they are at first, to be put back. */
async function readSettings({ client }: ApiWorld, root: Person): Promise<unknown> {
  const reply = await client({
    method: 'GET',
    path: '/v1/administration/settings',
    credential: root.session,
  });
  return expectSuccess(reply, 'reading the settings');
}
