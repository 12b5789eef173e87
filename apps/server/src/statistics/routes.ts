import type { Route } from '../api/index.ts';

/** The routes of statistics. */
export function statisticsRoutes(): readonly Route[] {
  return [];
}
