import type { Route } from '../api/index.ts';

/** The routes of blocked and allowed senders. */
export function senderRoutes(): readonly Route[] {
  return [];
}
