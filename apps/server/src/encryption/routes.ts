import type { Route } from '../api/index.ts';

/** The routes of PGP keys of mailboxes. */
export function mailboxKeyRoutes(): readonly Route[] {
  return [];
}
