import type { Route } from '../api/index.ts';
import { singleAliasRoutes } from './alias-routes.ts';
import { batchAliasRoutes } from './batch-routes.ts';
import type { AliasRoutesDependencies } from './dependencies.ts';
import { createEditing } from './editing.ts';
import { pinRoutes } from './pin-routes.ts';
import { createPins } from './pins.ts';

/** The routes of aliases: one by one, many at once, and whom each knows. */
export function aliasRoutes(dependencies: AliasRoutesDependencies): readonly Route[] {
  const routing = { ...dependencies, editing: createEditing(dependencies), pins: createPins(dependencies) };
  return [...singleAliasRoutes(routing), ...batchAliasRoutes(dependencies), ...pinRoutes(routing)];
}
