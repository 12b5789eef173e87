import { randomUUID } from 'node:crypto';
import {
  type ErrorCode,
  apiErrors,
  isAtLeast,
  type MemberRole,
  type Operation,
  operations,
  pathParameters,
  roleFor,
  scopes,
  scopesCover,
} from '@smtpy/contract';
import { type OpenApiDocument, scopeOf } from '@smtpy/contract/openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ZodType } from 'zod';
import type { ApiReply, Credential } from './client.ts';
import { fillPath, idsInBody, resolveId } from './fixtures.ts';
import { createTenants, type Tenants } from './tenants.ts';
import { type ApiWorld, openApiWorld, type Person } from './world.ts';

// Every operation with every kind of caller, over the running program. What is expected follows from the access rules of the contract by
// the few lines of `decide`; the server decides by its own.
let world: ApiWorld;
let tenants: Tenants;

beforeAll(async () => {
  world = await openApiWorld();
  tenants = await createTenants(world);
}, 180_000);
afterAll(() => world[Symbol.asyncDispose]());

/** A kind of caller: how it comes, as whom, and what the rules say to it. */
interface CallerKind {
  readonly name: string;
  readonly credential: (operation: Operation) => Credential | undefined;
  /** Whose things it names; absent: those of the owner. */
  readonly role?: MemberRole;
  /** What it is refused with; undefined: it may. */
  readonly decide: (operation: Operation) => ErrorCode | undefined;
}

const unauthenticated = (): ErrorCode => 'unauthenticated';

/** What a person with a role in the organization is refused with. */
function decideByRole({ access }: Operation, role: MemberRole | 'none'): ErrorCode | undefined {
  if (access.kind === 'administrator') return 'role_insufficient';
  if (access.kind !== 'member') return undefined;
  if (role === 'none') return 'not_found';
  return isAtLeast(role, roleFor(access.permission)) ? undefined : 'role_insufficient';
}

function member(role: MemberRole): CallerKind {
  return {
    name: role,
    role,
    credential: () => tenants.team.people[role].session,
    decide: (operation) => decideByRole(operation, role),
  };
}

/** A key of somebody who may, without the scope that the operation wants. */
function keyWithoutScope({ access }: Operation): Credential {
  const wanted = scopeOf(access);
  const offered =
    access.kind === 'administrator'
      ? (['administration:read'] as const)
      : scopes.filter((scope) => !scope.startsWith('administration:'));
  const fitting = offered.find((scope) => wanted === undefined || !scopesCover([scope], wanted));
  return fitting === undefined ? tenants.administratorKey : tenants.keys[fitting];
}

const callers: readonly CallerKind[] = [
  {
    name: 'no login',
    credential: () => undefined,
    decide: ({ access }) => (access.kind === 'public' ? undefined : 'unauthenticated'),
  },
  {
    name: 'other tenant',
    credential: () => tenants.stranger.session,
    decide: (operation) => decideByRole(operation, 'none'),
  },
  member('viewer'),
  member('member'),
  member('admin'),
  member('owner'),
  {
    name: 'key without scope',
    credential: keyWithoutScope,
    decide: ({ access }) => {
      if (access.kind === 'public') return undefined;
      return access.kind === 'session' ? 'session_required' : 'scope_insufficient';
    },
  },
  {
    name: 'key with scope',
    credential: ({ access }) => tenants.keys[scopeOf(access) ?? 'account:write'],
    decide: ({ access }) => (access.kind === 'session' ? 'session_required' : undefined),
  },
  { name: 'expired key', credential: () => tenants.expired, decide: unauthenticated },
  { name: 'revoked key', credential: () => tenants.revoked, decide: unauthenticated },
  {
    name: 'suspended user',
    credential: () => tenants.suspended,
    decide: ({ access }) => (access.kind === 'public' ? undefined : 'account_suspended'),
  },
  {
    name: 'administrator',
    credential: () => tenants.administrator.session,
    decide: (operation) =>
      operation.access.kind === 'administrator' ? undefined : decideByRole(operation, 'none'),
  },
];

/** The owner of what a caller names. */
function personOf({ role = 'owner' }: CallerKind): Person {
  // A viewer has no keys; somebody else's stand in where it is refused anyway.
  return tenants.team.people[role === 'viewer' ? 'owner' : role];
}

/** What every operation refuses once access is granted, before it does anything. */
const unknownParameter = 'no-such-parameter';

/** A call as it should be; with `isHarmless` it has a parameter that nobody asked for, so that nothing is done. */
async function call(
  operation: Operation,
  caller: CallerKind,
  { isHarmless }: { readonly isHarmless: boolean },
): Promise<ApiReply> {
  const owning = { team: tenants.team, person: personOf(caller) };
  const credential = caller.credential(operation);
  const path = await fillPath(operation, world, owning);
  const isForTeam = operation.access.kind === 'member' && credential?.kind === 'session';
  return world.client({
    method: operation.method,
    path: isHarmless ? `${path}?${unknownParameter}=1` : path,
    credential,
    organizationId: isForTeam ? tenants.team.organizationId : undefined,
    ...(operation.body !== undefined && { body: operation.example }),
  });
}

/** The parameters that an operation cannot do without, as its schemas give examples of them. */
function requiredQuery({ query }: Operation): string {
  // The list of operations has lost the types of their schemas.
  const schemas: readonly (readonly [string, ZodType])[] = Object.entries(query?.shape ?? {});
  const required = schemas.filter(([, schema]) => !schema.safeParse(undefined).success);
  const pairs = required.map(([name, schema]): [string, string] => [
    name,
    String(schema.meta()?.['example']),
  ]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** The problem but for what differs with each request. */
function problemOf({ status, json }: ApiReply): unknown {
  return { status, ...(json as object), request_id: undefined };
}

function expectRefusal(reply: ApiReply, code: ErrorCode): void {
  expect({ status: reply.status, code: reply.code }, reply.text).toEqual({
    status: apiErrors[code].status,
    code,
  });
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
}

const cases = operations.map((operation) => [`${operation.method} ${operation.path}`, operation] as const);

describe.each(callers.map((caller) => [caller.name, caller] as const))('%s', (_name, caller) => {
  it.each(cases)('%s', async (_place, operation) => {
    const refusal = caller.decide(operation);
    const isReading = operation.method === 'GET';
    const reply = await call(operation, caller, { isHarmless: refusal === undefined && !isReading });
    if (refusal !== undefined) expectRefusal(reply, refusal);
    else if (isReading) expect(reply.status, reply.text).toBe(operation.answer.status);
    else {
      expectRefusal(reply, 'invalid_request');
      expect(reply.text).toContain(`query.${unknownParameter}`);
    }
  });
});

describe('what belongs to another tenant', () => {
  const named = cases.filter(
    ([, operation]) =>
      operation.access.kind !== 'public' &&
      operation.access.kind !== 'administrator' &&
      (pathParameters(operation.path).length > 0 || idsInBody(operation).length > 0),
  );

  it.each(named)('%s: is as unknown as what does not exist', async (_place, operation) => {
    const owning = { team: tenants.team, person: tenants.team.people.owner };
    const ask = async (idOf: (name: string) => Promise<string>): Promise<ApiReply> => {
      let path: string = operation.path;
      for (const name of pathParameters(path)) path = path.replace(`{${name}}`, await idOf(name));
      const body: Record<string, unknown> = { ...(operation.example as object | undefined) };
      for (const name of idsInBody(operation)) body[name] = await idOf(name);
      return world.client({
        method: operation.method,
        path: `${path}${requiredQuery(operation)}`,
        credential: tenants.stranger.session,
        organizationId: operation.access.kind === 'member' ? tenants.stranger.organizationId : undefined,
        ...(operation.body !== undefined && { body }),
      });
    };
    const foreign = await ask((name) => resolveId(name, world, owning));
    expectRefusal(foreign, 'not_found');
    const unknown = await ask(() => Promise.resolve(randomUUID()));
    expect(problemOf(foreign)).toEqual(problemOf(unknown));
  });

  it('is not reached by a key that names the organization of somebody else', async () => {
    const reply = await world.client({
      method: 'GET',
      path: '/v1/organization',
      credential: tenants.keys['organization:read'],
      organizationId: tenants.stranger.organizationId,
    });
    expectRefusal(reply, 'not_found');
  });
});

describe('the rules', () => {
  it('are those of every operation that the server describes', async () => {
    const { json } = await world.client({ method: 'GET', path: '/openapi.json' });
    const { paths } = json as OpenApiDocument;
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [
        `${method.toUpperCase()} ${path}`,
        operation['x-access'].kind,
      ]),
    );
    const declared = operations.map(({ method, path, access }) => [`${method} ${path}`, access.kind]);
    expect(Object.fromEntries(described)).toEqual(Object.fromEntries(declared));
  });

  it('are asked for by the type: an operation without one does not exist', () => {
    const kinds = ['public', 'session', 'user', 'member', 'administrator'];
    // As data: a route could be made with a cast.
    const lawless = operations.filter(
      ({ access }) => !kinds.includes(String((access as { readonly kind?: unknown } | undefined)?.kind)),
    );
    expect(lawless.map(({ id }) => id)).toEqual([]);
  });

  it('hold for what is no operation: nothing answers there', async () => {
    for (const path of [
      '/v1',
      '/v1/',
      '/v1/auth/list-accounts',
      '/v1/auth/admin/list-users',
      '/v1/nothing',
    ]) {
      const reply = await world.client({ method: 'GET', path, credential: tenants.administrator.session });
      expect(reply.status, path).toBe(404);
    }
  });
});
