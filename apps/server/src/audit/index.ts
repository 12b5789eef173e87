/**
 * Purpose: the log of who did what, when and from where, with what was there before and is there now: written with the change itself, read
 * and exported by those who answer for an organization, and removed by age alone.
 *
 * Standards: RFC 4180 (CSV).
 *
 * Guarantees: an entry is written in the transaction of what it tells of; it is never changed and never removed but by retention and by
 *   the erasure of a person, which the database itself makes sure of; every text is bounded; an export needs the memory of one batch.
 *
 * Fails with: a rejection where an entry cannot be written: then what it tells of is undone as well.
 *
 * Security: names that sound like secrets are refused; a cell of an export is never a formula.
 *
 * Not here: the names of actions (`@smtpy/contract`); who writes which (each feature).
 */
export { actorOf, operatorActor, systemActor, type RequestOrigin } from './actor.ts';
export { differenceOf } from './difference.ts';
export { createAudit, type Audit, type AuditDependencies, type AuditPage } from './audit.ts';
export type {
  AuditEntry,
  AuditFilter,
  AuditScope,
  AuditSubject,
  Json,
  JsonObject,
  NewAuditEntry,
} from './entry.ts';
export type { AuditExport, AuditExportFormat } from './export.ts';
export { formatEntry } from './form.ts';
export { auditRoutes, readFilter as readAuditFilter, type AuditRoutesDependencies } from './routes.ts';
