import type { Route } from '../api/index.ts';

/** The routes of webhooks. */
export function webhookRoutes(): readonly Route[] {
  return [];
}
