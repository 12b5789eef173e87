import type { Route } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Clock } from '../observe/index.ts';
import { accountRoute, type AccountRoutesDependencies } from './account-routes.ts';
import { accountAuditRoute } from './audit-routes.ts';
import { exportRoute } from './export-routes.ts';
import { createPreferences } from './preferences.ts';
import { preferencesRoutes } from './preferences-routes.ts';

/** What the routes of accounts need. */
export interface AccountsRoutesDependencies extends AccountRoutesDependencies {
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record' | 'list'>;
}

/** What a person does with the own account; signing in and erasure are elsewhere. */
export function accountRoutes(dependencies: AccountsRoutesDependencies): readonly Route[] {
  return [
    accountRoute(dependencies),
    ...preferencesRoutes({ preferences: createPreferences(dependencies) }),
    accountAuditRoute(dependencies),
    exportRoute(dependencies),
  ];
}
