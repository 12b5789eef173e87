/**
 * Purpose: what of the contract the pages load: types of every operation, and the tables that need no library. The schemas stay on the
 * server: they would be most of what a page loads.
 *
 * Guarantees: nothing here imports Zod at run time; `routes` names every operation, and the tables of operations are generated from the operations themselves.
 *
 * Not here: checking. Pages ask the server, whose word counts.
 */
export {
  maxAliasMailboxes,
  maxAliasTags,
  maxBulkAliases,
  maxImportCharacters,
  maxNoteCharacters,
  maxTagCharacters,
  trashDays,
} from '../alias/limits.ts';
export type { OperationAnswer, OperationInput } from '../api/index.ts';
export { apiErrors, type ErrorCode } from '../api/errors.ts';
export { auditActions, type AuditAction } from '../api/audit-actions.ts';
export {
  isAtLeast,
  memberRoles,
  resources,
  roleFor,
  scopes,
  type MemberRole,
  type Permission,
  type ResourceAction,
  type Scope,
} from '../api/permissions.ts';
export type { Problem } from '../api/page.ts';
export type { Event, EventType } from '../event/index.ts';
export type { LiveMessage } from '../live/index.ts';
export type { RuleAction } from '../rules/rule-action.ts';
export type { RuleCondition } from '../rules/rule-condition.ts';
export type { RuleDefinition, RuleGroup } from '../rules/rule-definition.ts';
export { isVisitorPage, pagePaths, tokenPagePaths, type PagePath } from './pages.ts';
export { repeatable, routes } from './routes.ts';
export type { Answer, Arguments, OperationId, Operations } from './operations.ts';
