import type { Route } from '../api/index.ts';

/** The routes of messages and deliveries. */
export function messageRoutes(): readonly Route[] {
  return [];
}
