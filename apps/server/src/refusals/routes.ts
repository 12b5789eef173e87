import type { Route } from '../api/index.ts';

/** The routes of refusals. */
export function refusalRoutes(): readonly Route[] {
  return [];
}
