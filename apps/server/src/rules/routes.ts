import type { Route } from '../api/index.ts';

/** The routes of rules. */
export function ruleRoutes(): readonly Route[] {
  return [];
}
