import { isAtLeast, keyOperations, type ErrorCode } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type MemberCaller, type Route } from '../api/index.ts';
import type { ActingKey, ChangeKeyResult, CreateKeyRefusal, KeyReach } from './api-key.ts';
import type { ApiKeys } from './api-keys.ts';
import { formatKey } from './form.ts';

/** What the routes of keys need. */
export interface KeyRoutesDependencies {
  readonly apiKeys: ApiKeys;
}

/** The routes of keys. */
export function keyRoutes({ apiKeys }: KeyRoutesDependencies): readonly Route[] {
  return [listRoute(apiKeys), createRoute(apiKeys), ...oneKeyRoutes(apiKeys)];
}

function listRoute(apiKeys: ApiKeys): Route {
  return route(keyOperations.listKeys, async ({ caller, query }) => {
    const keys = await apiKeys.list({
      reach: readReach(caller, query),
      beforeId: parseIdCursor(query.cursor),
      limit: query.limit + 1,
    });
    const { rows, nextCursor } = pageAfter(keys, { limit: query.limit, keysOf: ({ id }) => [id] });
    return { items: rows.map(formatKey), next_cursor: nextCursor, total: null };
  });
}

function createRoute(apiKeys: ApiKeys): Route {
  return route(keyOperations.createKey, async ({ caller, body }) => {
    const result = await apiKeys.create({
      organizationId: caller.organizationId,
      userId: caller.principal.userId,
      name: body.name,
      scopes: body.scopes ?? undefined,
      expiresAt: body.expires_at === null ? undefined : new Date(body.expires_at),
      actor: caller.actor,
      actingKey: actingKeyOf(caller),
    });
    if (result.kind !== 'created') throw refusalOf(result);
    return { ...formatKey(result.key), key: result.text };
  });
}

function oneKeyRoutes(apiKeys: ApiKeys): readonly Route[] {
  return [
    route(keyOperations.getKey, async ({ caller, params }) => {
      const key = await apiKeys.find({ keyId: params.key_id, reach: reachOf(caller) });
      if (key === undefined) throw new ApiError('not_found');
      return formatKey(key);
    }),
    route(keyOperations.changeKey, async ({ caller, params, body }) => {
      const result = await apiKeys.change({
        keyId: params.key_id,
        reach: reachOf(caller),
        name: body.name,
        expiresAt: readEnd(body.expires_at),
        actor: caller.actor,
        actingKey: actingKeyOf(caller),
      });
      if (result.kind !== 'changed') throw refusalOf(result);
      return formatKey(result.key);
    }),
    route(keyOperations.deleteKey, async ({ caller, params }) => {
      const { actor } = caller;
      const result = await apiKeys.revoke({ keyId: params.key_id, reach: reachOf(caller), actor });
      if (result.kind !== 'revoked') throw new ApiError('not_found');
      return undefined;
    }),
  ];
}

/** The keys that a caller may see and change: own ones, and from admin on those of all members. */
function reachOf({ organizationId, principal: { userId }, role }: MemberCaller): KeyReach {
  return isAtLeast(role, 'admin')
    ? { kind: 'organization', organizationId }
    : { kind: 'member', organizationId, userId };
}

function readReach(
  caller: MemberCaller,
  query: { readonly of: 'me' | 'all'; readonly user_id?: string | undefined },
): KeyReach {
  const { organizationId } = caller;
  const own: KeyReach = { kind: 'member', organizationId, userId: caller.principal.userId };
  if (query.of === 'me') {
    if (query.user_id === undefined) return own;
    throw ApiError.field('query.user_id', 'Ask with `of=all` for the keys of a member.');
  }
  if (!isAtLeast(caller.role, 'admin')) throw new ApiError('role_insufficient');
  return query.user_id === undefined
    ? { kind: 'organization', organizationId }
    : { kind: 'member', organizationId, userId: query.user_id };
}

function readEnd(text: string | null | undefined): Date | null | undefined {
  return typeof text === 'string' ? new Date(text) : text;
}

function actingKeyOf({ principal: { credential } }: MemberCaller): ActingKey | undefined {
  if (credential.kind !== 'key') return undefined;
  return { keyId: credential.keyId, scopes: credential.scopes };
}

type Refusal = CreateKeyRefusal | Exclude<ChangeKeyResult, { readonly kind: 'changed' }>;

/** A code, or the place in the body where the fault is. */
const answers: Readonly<Record<Refusal['kind'], { readonly code: ErrorCode } | { readonly field: string }>> =
  {
    unknown: { code: 'not_found' },
    unknown_member: { code: 'not_found' },
    above_role: { code: 'role_insufficient' },
    not_own: { code: 'role_insufficient' },
    above_key: { code: 'scope_insufficient' },
    limit_reached: { code: 'limit_reached' },
    outlives_key: { field: 'body.expires_at' },
    already_expired: { field: 'body.expires_at' },
  };

function refusalOf({ kind, reason }: Refusal): ApiError {
  const answer = answers[kind];
  const sentence = `${reason}.`;
  return 'code' in answer
    ? new ApiError(answer.code, answer.code === 'not_found' ? {} : { detail: sentence })
    : ApiError.field(answer.field, sentence);
}
