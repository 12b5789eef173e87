import type { Route } from '../api/index.ts';

/** The routes of the quarantine. */
export function quarantineRoutes(): readonly Route[] {
  return [];
}
