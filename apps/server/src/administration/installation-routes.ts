import { administrationOperations } from '@smtpy/contract';
import { pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import { formatEntry, readAuditFilter, type Audit } from '../audit/index.ts';
import {
  formatInstallationSettings,
  readInstallationChange,
  type Installation,
} from '../installation/index.ts';
import type { Administration } from './administration.ts';
import { readHealth, type HealthDependencies } from './health.ts';

/** What these routes need. */
export interface InstallationRoutesDependencies {
  readonly administration: Administration;
  readonly installation: Pick<Installation, 'load'>;
  readonly audit: Pick<Audit, 'list'>;
  readonly health: HealthDependencies;
}

/** The routes for the installation as a whole. */
export function installationRoutes(dependencies: InstallationRoutesDependencies): readonly Route[] {
  const { administration, installation } = dependencies;
  return [
    healthRoute(dependencies.health),
    route(administrationOperations.getSettings, async () =>
      formatInstallationSettings(await installation.load()),
    ),
    route(administrationOperations.changeSettings, async ({ body, caller: { actor } }) =>
      formatInstallationSettings(
        await administration.changeSettings({ change: readInstallationChange(body), actor }),
      ),
    ),
    auditRoute(dependencies),
  ];
}

function healthRoute(dependencies: HealthDependencies): Route {
  return route(administrationOperations.getHealth, async () => {
    const { verdict, uptimeSeconds, connections, findings } = await readHealth(dependencies);
    const { version, mode, hostname, roles, startedAt } = dependencies.process;
    return {
      verdict,
      version,
      mode,
      hostname,
      started_at: startedAt.toISOString(),
      uptime_seconds: uptimeSeconds,
      roles: [...roles],
      connections: connections.map(({ name, address, count }) => ({ name, address: address ?? null, count })),
      findings: findings.map(({ advice, ...finding }) => ({ ...finding, advice: advice ?? null })),
    };
  });
}

function auditRoute({ audit }: InstallationRoutesDependencies): Route {
  return route(administrationOperations.listAllAuditEntries, async ({ query }) => {
    const { cursor, limit, organization_id: organizationId, ...filter } = query;
    const entries = await audit.list({
      scope:
        organizationId === undefined ? { kind: 'installation' } : { kind: 'organization', organizationId },
      filter: readAuditFilter(filter),
      beforeId: parseIdCursor(cursor),
      limit: limit + 1,
    });
    const { rows, nextCursor } = pageAfter(entries, { limit, keysOf: ({ id }) => [id] });
    const items = rows.map((entry) => ({
      ...formatEntry(entry),
      organization_id: entry.organizationId ?? null,
    }));
    return { items, next_cursor: nextCursor, total: null };
  });
}
