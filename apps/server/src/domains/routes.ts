import type { Route } from '../api/index.ts';

/** The routes of domains. */
export function domainRoutes(): readonly Route[] {
  return [];
}
