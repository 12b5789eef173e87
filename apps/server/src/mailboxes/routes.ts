import type { Route } from '../api/index.ts';

/** The routes of mailboxes. */
export function mailboxRoutes(): readonly Route[] {
  return [];
}
