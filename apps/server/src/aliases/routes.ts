import type { Route } from '../api/index.ts';

/** The routes of aliases. */
export function aliasRoutes(): readonly Route[] {
  return [];
}
