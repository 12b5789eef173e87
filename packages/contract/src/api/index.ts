export { auditActions, type AuditAction } from './audit-actions.ts';
export { apiErrors, type ErrorCode, type ErrorMeaning } from './errors.ts';
export {
  defineOperation,
  pathParameters,
  type Access,
  type Audited,
  type LimitClass,
  type Operation,
  type OperationAnswer,
  type OperationInput,
} from './operation.ts';
export {
  isAtLeast,
  isScope,
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
