/**
 * Purpose: the audit log over the API: what an entry looks like, how entries are filtered, listed and exported.
 *
 * Standards: RFC 4180 (CSV).
 *
 * Not here: the names of actions (`api/`); the log of one person (`account/`) and of the installation (`administration/`).
 */
export {
  auditActorKinds,
  auditEntry,
  auditExportFormats,
  auditFilterShape,
  type AuditEntryBody,
} from './audit-entry.ts';
export { auditOperations } from './operations.ts';
