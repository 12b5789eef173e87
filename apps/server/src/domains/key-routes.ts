import { domainKeyOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { RouteContext } from './context.ts';
import { formatKey } from './forms.ts';

/** The routes of signing keys. */
export function keyRoutes(context: RouteContext): readonly Route[] {
  return [listRoute(context), prepareRoute(context), activateRoute(context), discardRoute(context)];
}

/** A domain has a handful of keys: they are read at once, and cut into pages for who asks for fewer. */
function listRoute({ domains }: RouteContext): Route {
  return route(domainKeyOperations.listDomainKeys, async ({ caller, params, query }) => {
    const own = { organizationId: caller.organizationId, domainId: params.domain_id };
    const domain = await domains.find(own);
    if (domain === undefined) throw new ApiError('not_found');
    const keys = (await domains.listKeys(own)).toSorted((one, other) => (one.id < other.id ? 1 : -1));
    const afterId = parseIdCursor(query.cursor);
    const rest = afterId === undefined ? keys : keys.filter(({ id }) => id < afterId);
    const { limit } = query;
    const { rows, nextCursor } = pageAfter(rest, { limit, keysOf: ({ id }) => [id] });
    return { items: rows.map((key) => formatKey(domain, key)), next_cursor: nextCursor, total: keys.length };
  });
}

function prepareRoute({ domains }: RouteContext): Route {
  return route(domainKeyOperations.createDomainKey, async ({ caller, params }) => {
    const { organizationId, actor } = caller;
    const own = { organizationId, domainId: params.domain_id };
    const result = await domains.prepareKey({ ...own, actor });
    if (result.kind === 'already_prepared')
      throw new ApiError('already_exists', { detail: `${result.reason}.` });
    const domain = await domains.find(own);
    if (result.kind !== 'prepared' || domain === undefined) throw new ApiError('not_found');
    return formatKey(domain, result.key);
  });
}

function activateRoute({ domains, isSandbox, createFreshResolver }: RouteContext): Route {
  return route(domainKeyOperations.activateDomainKey, async ({ caller, params }) => {
    const { organizationId, actor } = caller;
    const result = await domains.activateKey({
      organizationId,
      domainId: params.domain_id,
      keyId: params.dkim_key_id,
      actor,
      isTrusted: isSandbox,
      resolver: createFreshResolver(),
    });
    if (result.kind === 'unknown_key') throw new ApiError('not_found');
    if (result.kind !== 'activated') throw new ApiError('conflict', { detail: `${result.reason}.` });
    return formatKey(result.domain, result.key);
  });
}

function discardRoute({ domains }: RouteContext): Route {
  return route(domainKeyOperations.deleteDomainKey, async ({ caller, params }) => {
    const { organizationId, actor } = caller;
    const result = await domains.discardKey({
      organizationId,
      domainId: params.domain_id,
      keyId: params.dkim_key_id,
      actor,
    });
    if (result.kind === 'unknown_key') throw new ApiError('not_found');
    if (result.kind !== 'discarded') throw new ApiError('conflict', { detail: `${result.reason}.` });
    return undefined;
  });
}
