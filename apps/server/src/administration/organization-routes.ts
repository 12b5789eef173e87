import { administrationOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { Administration } from './administration.ts';
import { readNameCursor } from './cursors.ts';
import { formatDomain, formatOrganization, formatOrganizationDetails } from './form.ts';
import type { ListOrganizations } from './organization.ts';
import { readSuspension } from './suspension-form.ts';

/** The routes for organizations and domains. */
export function organizationRoutes(administration: Administration): readonly Route[] {
  return [
    listRoute(administration),
    route(administrationOperations.getAnyOrganization, async ({ params }) => {
      const organization = await administration.findOrganization(params.organization_id);
      if (organization === undefined) throw new ApiError('not_found');
      return formatOrganizationDetails(organization);
    }),
    suspensionRoute(administration),
    domainsRoute(administration),
  ];
}

function listRoute(administration: Administration): Route {
  return route(administrationOperations.listAllOrganizations, async ({ query }) => {
    const { cursor, limit, search, status, kind, sort } = query;
    const after = readAfter(cursor, sort);
    const request = { search, status, kind, sort, after, limit: limit + 1 };
    const { rows, nextCursor } = pageAfter(await administration.listOrganizations(request), {
      limit,
      keysOf: ({ name, id }) => (sort === 'name' ? [name, id] : [id]),
    });
    return { items: rows.map(formatOrganization), next_cursor: nextCursor, total: null };
  });
}

function readAfter(cursor: string | undefined, sort: ListOrganizations['sort']): ListOrganizations['after'] {
  if (sort === 'name') return readNameCursor(cursor);
  const id = parseIdCursor(cursor);
  return id === undefined ? undefined : { name: '', id };
}

function suspensionRoute(administration: Administration): Route {
  return route(
    administrationOperations.changeAnyOrganization,
    async ({ params, body, caller: { actor } }) => {
      const suspension = readSuspension(body);
      if (suspension === undefined) throw new Error('the contract demands is_suspended');
      const request = { organizationId: params.organization_id, suspension, actor };
      const result = await administration.changeSuspension(request);
      if (result.kind === 'not_found') throw new ApiError('not_found');
      return formatOrganizationDetails(result.organization);
    },
  );
}

function domainsRoute(administration: Administration): Route {
  return route(administrationOperations.listAllDomains, async ({ query }) => {
    const { cursor, limit, search, state, organization_id: organizationId } = query;
    const after = readNameCursor(cursor);
    const request = { search, state, organizationId, after, limit: limit + 1 };
    const { rows, nextCursor } = pageAfter(await administration.listDomains(request), {
      limit,
      keysOf: ({ name, id }) => [name, id],
    });
    return { items: rows.map(formatDomain), next_cursor: nextCursor, total: null };
  });
}
