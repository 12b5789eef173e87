import { randomUUID } from 'node:crypto';
import { type Operation, pathParameters } from '@smtpy/contract';
import { expectSuccess } from './client.ts';
import { aliasResolvers } from './fixtures/aliases.ts';
import { contactResolvers } from './fixtures/contacts.ts';
import { domainResolvers } from './fixtures/domains.ts';
import { mailboxResolvers } from './fixtures/mailboxes.ts';
import { messageResolvers } from './fixtures/messages.ts';
import type { Owning, Resolvers } from './fixtures/resolver.ts';
import { ruleResolvers } from './fixtures/rules.ts';
import { webhookResolvers } from './fixtures/webhooks.ts';
import { createKey } from './tenants.ts';
import type { ApiWorld } from './world.ts';

export type { Owning } from './fixtures/resolver.ts';

/** What there is for each name in the braces of a path, and for each key of a body that names a thing. */
const resolvers: Resolvers = {
  ...domainResolvers,
  ...mailboxResolvers,
  ...aliasResolvers,
  ...contactResolvers,
  ...ruleResolvers,
  ...messageResolvers,
  ...webhookResolvers,
  key_id: async (world, { team, person }) =>
    (await createKey(world, { person, organizationId: team.organizationId, scopes: ['keys:read'] })).id,
  member_id: async ({ client }, { team }) => {
    const reply = await client({
      method: 'GET',
      path: '/v1/members?role=member',
      credential: team.people.owner.session,
      organizationId: team.organizationId,
    });
    const { items } = expectSuccess(reply, 'listing members') as {
      readonly items: readonly { id: string }[];
    };
    if (items[0] === undefined) throw new Error('the team has no member');
    return items[0].id;
  },
  invitation_id: async ({ client }, { team }) => {
    const reply = await client({
      method: 'POST',
      path: '/v1/invitations',
      credential: team.people.owner.session,
      organizationId: team.organizationId,
      body: { email: `${randomUUID()}@invited.example`, role: 'viewer' },
    });
    return (expectSuccess(reply, 'inviting') as { readonly id: string }).id;
  },
  organization_id: (_world, { team }) => Promise.resolve(team.organizationId),
  user_id: (_world, { team }) => Promise.resolve(team.people.viewer.userId),
};

const made = new WeakMap<ApiWorld, Map<string, Promise<string>>>();

/** An id for a parameter, the same each time: nobody may have many of some things. Throws where nobody has said how to make such a thing. */
export async function resolveId(name: string, world: ApiWorld, owning: Owning): Promise<string> {
  const ids = made.get(world) ?? new Map<string, Promise<string>>();
  made.set(world, ids);
  const key = `${name} ${owning.team.organizationId} ${owning.person.userId}`;
  const id = ids.get(key) ?? makeThing(name, world, owning);
  ids.set(key, id);
  return id;
}

/** Whether there is a fixture for things that a key or parameter of this name names. */
export function hasFixture(name: string): boolean {
  return Object.hasOwn(resolvers, name);
}

/** A thing of its own, for what changes or ends it. */
export async function makeThing(name: string, world: ApiWorld, owning: Owning): Promise<string> {
  const resolve = resolvers[name];
  if (resolve === undefined)
    throw new Error(
      `tests/api/fixtures.ts has nothing for {${name}}: add how such a thing is made to its resolvers`,
    );
  return resolve(world, owning);
}

/** The path of an operation with ids of things that belong to somebody. */
export async function fillPath(
  { path }: Pick<Operation, 'path'>,
  world: ApiWorld,
  owning: Owning,
): Promise<string> {
  let filled: string = path;
  for (const name of pathParameters(path)) {
    filled = filled.replace(`{${name}}`, await resolveId(name, world, owning));
  }
  return filled;
}

/** The keys at the top of the example of a body that name a thing. */
export function idsInBody({ example }: Pick<Operation, 'example'>): readonly string[] {
  const names = Object.keys(typeof example === 'object' && example !== null ? example : {});
  return names.filter((name) => name.endsWith('_id'));
}
