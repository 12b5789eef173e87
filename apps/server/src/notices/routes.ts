import type { Route } from '../api/index.ts';

/** The routes of notices. */
export function noticeRoutes(): readonly Route[] {
  return [];
}
