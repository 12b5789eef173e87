import type { Route } from '../api/index.ts';

/** The routes of contacts. */
export function contactRoutes(): readonly Route[] {
  return [];
}
