import { organizationOperations } from '@smtpy/contract';
import { ApiError, route, type Route } from '../api/index.ts';
import { formatMyOrganization, type Members } from '../members/index.ts';
import type { OrganizationRefusal } from './organization.ts';
import type { Organizations } from './organizations.ts';

/** What the routes of organizations need. */
export interface OrganizationRoutesDependencies {
  readonly organizations: Organizations;
  readonly members: Pick<Members, 'findMyOrganization'>;
}

/** The routes of organizations themselves; those about their members are in `members/`. */
export function organizationRoutes(dependencies: OrganizationRoutesDependencies): readonly Route[] {
  const { organizations } = dependencies;
  return [
    route(organizationOperations.createOrganization, async ({ caller: { principal, actor }, body }) => {
      const result = await organizations.create({ userId: principal.userId, name: body.name, actor });
      if (result.kind !== 'created') throw refusalError(result);
      return formatMyOrganization(result.organization);
    }),
    route(organizationOperations.getOrganization, ({ caller }) => answer(dependencies, caller)),
    route(organizationOperations.changeOrganization, async ({ caller, body }) => {
      const { organizationId, actor } = caller;
      const result = await organizations.change({
        organizationId,
        actor,
        name: body.name,
        privacyLevel: body.privacy_level,
        retentionDays: body.retention_days,
        wantsDigest: body.wants_digest,
      });
      if (result.kind !== 'changed') throw refusalError(result);
      return answer(dependencies, caller);
    }),
    route(organizationOperations.deleteOrganization, async ({ caller: { organizationId, actor }, query }) => {
      const { confirm_name: confirmName } = query;
      const result = await organizations.delete({ organizationId, actor, confirmName });
      if (result.kind === 'other_name') throw ApiError.field('query.confirm_name', `${result.reason}.`);
      if (result.kind !== 'deleted') throw refusalError(result);
      return undefined;
    }),
  ];
}

async function answer(
  { organizations, members }: OrganizationRoutesDependencies,
  caller: { readonly organizationId: string; readonly principal: { readonly userId: string } },
) {
  const { organizationId } = caller;
  const mine = await members.findMyOrganization({ userId: caller.principal.userId, organizationId });
  const found = await organizations.find(organizationId);
  if (mine === undefined || found === undefined) throw new ApiError('not_found');
  const { privacyLevel, retentionDays, wantsDigest } = found.settings;
  return {
    ...formatMyOrganization(mine),
    created_at: found.createdAt.toISOString(),
    privacy_level: privacyLevel,
    retention_days: retentionDays ?? null,
    wants_digest: wantsDigest,
  };
}

function refusalError({ kind, reason }: OrganizationRefusal): ApiError {
  return new ApiError(kind, { detail: `${reason}.` });
}
