import { Readable } from 'node:stream';
import { domainOperations, type ErrorCode } from '@smtpy/contract';
import {
  ApiError,
  cursorFault,
  pageAfter,
  parseCursor,
  route,
  streamed,
  type MemberCaller,
  type Route,
} from '../api/index.ts';
import { isUuid } from '../db/index.ts';
import { changeByRequest } from './change-route.ts';
import { createContext, type DomainRoutesDependencies, type RouteContext } from './context.ts';
import type { AddDomainResult, Domain, DomainOrder } from './domain.ts';
import { formatDomain, formatResults } from './forms.ts';
import { keyRoutes } from './key-routes.ts';
import { formatZone } from './zone.ts';

export type { DomainRoutesDependencies } from './context.ts';

/** The routes of domains. */
export function domainRoutes(dependencies: DomainRoutesDependencies): readonly Route[] {
  const context = createContext(dependencies);
  return [
    listRoute(context),
    createRoute(context),
    ...oneDomainRoutes(context),
    ...recordRoutes(context),
    ...keyRoutes(context),
  ];
}

function listRoute({ domains }: RouteContext): Route {
  return route(
    domainOperations.listDomains,
    async ({ caller, query: { cursor, limit, sort, search, state } }) => {
      const isDescending = sort.startsWith('-');
      // The schema allows these two alone, with or without the minus.
      const order = sort.replace('-', '') as DomainOrder;
      const listed = await domains.list({
        organizationId: caller.organizationId,
        search,
        state,
        order,
        isDescending,
        limit: limit + 1,
        after: readCursor(cursor, order),
      });
      const { rows, nextCursor } = pageAfter(listed.rows, { limit, keysOf: ({ keys }) => keys });
      return {
        items: rows.map(({ overview }) => formatDomain(overview)),
        next_cursor: nextCursor,
        total: listed.total,
      };
    },
  );
}

/** A cursor of another order is a fault as well: its key would have another type. */
function readCursor(
  cursor: string | undefined,
  order: DomainOrder,
): readonly (string | number | null)[] | undefined {
  const keys = parseCursor(cursor, 2);
  if (keys === undefined) return undefined;
  const [key, id] = keys;
  const isKey = typeof key === 'string' && (order !== 'created_at' || /^-?\d{1,18}$/.test(key));
  if (isKey && typeof id === 'string' && isUuid(id)) return keys;
  throw cursorFault();
}

function createRoute(context: RouteContext): Route {
  const { domains, isSandbox } = context;
  return route(domainOperations.createDomain, async ({ caller, body }) => {
    const { organizationId, actor } = caller;
    const added = await domains.addDomain({ organizationId, name: body.name, isTrusted: isSandbox, actor });
    if (added.kind !== 'added') throw refusalOf(added);
    return answer(context, caller, added.domain.id);
  });
}

const refusalCodes: Readonly<Record<Exclude<AddDomainResult['kind'], 'added' | 'invalid_name'>, ErrorCode>> =
  {
    already_added: 'already_exists',
    holds_mailboxes: 'conflict',
    not_available: 'conflict',
    limit_reached: 'limit_reached',
  };

function refusalOf(result: Exclude<AddDomainResult, { kind: 'added' }>): ApiError {
  const detail = `${result.reason}.`;
  return result.kind === 'invalid_name'
    ? ApiError.field('body.name', detail)
    : new ApiError(refusalCodes[result.kind], { detail });
}

function oneDomainRoutes(context: RouteContext): readonly Route[] {
  const { domains, domainAliases } = context;
  return [
    route(domainOperations.getDomain, ({ caller, params }) => answer(context, caller, params.domain_id)),
    route(domainOperations.changeDomain, async ({ caller, params, body }) => {
      await changeByRequest(context, { caller, domainId: params.domain_id, body });
      return answer(context, caller, params.domain_id);
    }),
    route(domainOperations.deleteDomain, async ({ caller, params, query }) => {
      const { organizationId, actor } = caller;
      const result = await domains.remove({
        organizationId,
        domainId: params.domain_id,
        confirmName: query.confirm_name,
        aliases: domainAliases,
        actor,
      });
      switch (result.kind) {
        case 'removed':
          return undefined;
        case 'unknown_domain':
          throw new ApiError('not_found');
        case 'suspended':
          throw new ApiError('conflict', { detail: `${result.reason}.` });
        case 'other_name':
          throw ApiError.field('query.confirm_name', `${result.reason}.`);
      }
    }),
  ];
}

async function answer({ domains }: RouteContext, { organizationId }: MemberCaller, domainId: string) {
  const overview = await domains.findOverview({ organizationId, domainId });
  if (overview === undefined) throw new ApiError('not_found');
  return formatDomain(overview);
}

function recordRoutes(context: RouteContext): readonly Route[] {
  const { domains, names, createFreshResolver } = context;
  return [
    route(domainOperations.getDomainRecords, async ({ caller, params }) => {
      const domain = await getDomain(context, caller, params.domain_id);
      return formatResults(domain, await domains.recordResults(domain, names));
    }),
    route(domainOperations.checkDomain, async ({ caller, params }) => {
      const domain = await getDomain(context, caller, params.domain_id);
      const options = { ...names, resolver: createFreshResolver(), actor: caller.actor };
      const checked = await domains.checkRecords(domain, options);
      return formatResults(checked.domain, await domains.recordResults(checked.domain, names));
    }),
    route(domainOperations.getDomainZone, async ({ caller, params }) => {
      const domain = await getDomain(context, caller, params.domain_id);
      const text = formatZone(domain.name, await domains.records(domain, names));
      return streamed({
        contentType: 'text/plain; charset=utf-8',
        fileName: `${domain.name}.zone`,
        stream: Readable.from([text]),
      });
    }),
  ];
}

/** A domain of the caller's organization; throws `not_found`. */
async function getDomain(
  { domains }: RouteContext,
  { organizationId }: MemberCaller,
  domainId: string,
): Promise<Domain> {
  const domain = await domains.find({ organizationId, domainId });
  if (domain === undefined) throw new ApiError('not_found');
  return domain;
}
