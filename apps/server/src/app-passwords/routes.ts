import type { Route } from '../api/index.ts';

/** The routes of app passwords. */
export function appPasswordRoutes(): readonly Route[] {
  return [];
}
