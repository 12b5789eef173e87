import type { Route } from '../api/index.ts';
import type { Queue } from '../queue/index.ts';
import { installationRoutes, type InstallationRoutesDependencies } from './installation-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import { queueRoutes } from './queue-routes.ts';
import { userRoutes } from './user-routes.ts';

/** What the routes of administration need. */
export interface AdministrationRoutesDependencies extends InstallationRoutesDependencies {
  readonly queue: Pick<Queue, 'list' | 'stats'>;
}

/** The routes under `/v1/administration`. */
export function administrationRoutes(dependencies: AdministrationRoutesDependencies): readonly Route[] {
  const { administration } = dependencies;
  return [
    ...userRoutes(administration),
    ...organizationRoutes(administration),
    ...queueRoutes(dependencies),
    ...installationRoutes(dependencies),
  ];
}
