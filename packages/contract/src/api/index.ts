/**
 * Purpose: what the contract is written in: operations, access rules, roles with their resources and scopes, codes of errors, actions of the audit
 * log, and the schemas that many operations share (ids, instants, pages, texts).
 *
 * Guarantees: an operation without an access rule does not compile; codes of errors and names of actions are never renamed and never reused.
 *
 * Security: roles and scopes are decided by this table alone, which the server, the reference and the generated tests read.
 *
 * Not here: the operations themselves, which are in the folder of what they are about; how they are served (`http/` of the server).
 */
export { auditActions, type AuditAction } from './audit-actions.ts';
export { apiErrors, type ErrorCode, type ErrorMeaning } from './errors.ts';
export {
  defineOperation,
  pathParameters,
  type Access,
  type Audited,
  type Deprecation,
  type LimitClass,
  type Operation,
  type OperationAnswer,
  type OperationInput,
} from './operation.ts';
export {
  isAtLeast,
  memberRoles,
  resources,
  roleFor,
  scopes,
  scopesCover,
  type MemberRole,
  type Permission,
  type Resource,
  type ResourceAction,
  type ResourceRule,
  type Scope,
} from './permissions.ts';
