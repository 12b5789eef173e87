import type { AuditAction } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';

/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** An object of JSON; what is undefined is left out. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** What was acted upon. */
export interface AuditSubject {
  /** One word of the domain: `user`, `key`, `invitation`. At most 50 characters. */
  readonly kind: string;
  /** Its id, which stays true when the thing is gone. At most 100 characters. */
  readonly id: string;
  /** How people call it: an email address, a name. Cut off at 320 characters, the most that an address has. */
  readonly label?: string | undefined;
}

/** What to write into the log. */
export interface NewAuditEntry {
  readonly action: AuditAction;
  readonly actor: Actor;
  /** Absent: it concerns a person or the installation and no organization. */
  readonly organizationId?: string | undefined;
  readonly subject?: AuditSubject | undefined;
  /** What was there, and what is there now: only what changed, and never a secret. */
  readonly before?: JsonObject | undefined;
  readonly after?: JsonObject | undefined;
}

/** What the log tells. */
export interface AuditEntry {
  /** UUIDv7: entries are in the order of their ids. */
  readonly id: string;
  readonly at: Date;
  readonly action: AuditAction;
  readonly organizationId: string | undefined;
  /** Label, address and program are gone when the person was erased. */
  readonly actor: Actor;
  readonly subject: AuditSubject | undefined;
  readonly before: JsonObject | undefined;
  readonly after: JsonObject | undefined;
}

/**
 * Whose entries: an organization's; those of what a person did and what was done to the person, with all of the personal organization where
 * that is given; or all there are.
 */
export type AuditScope =
  | { readonly kind: 'organization'; readonly organizationId: string }
  | { readonly kind: 'person'; readonly userId: string; readonly organizationId?: string }
  | { readonly kind: 'installation' };

/** Which entries of those; what is undefined leaves all. */
export interface AuditFilter {
  readonly action?: AuditAction | undefined;
  readonly actorKind?: Actor['kind'] | undefined;
  readonly actorUserId?: string | undefined;
  readonly actorKeyId?: string | undefined;
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  /** From this instant on. */
  readonly after?: Date | undefined;
  /** Until just before this instant. */
  readonly before?: Date | undefined;
  /** A part of the label of actor or subject, in any case; no pattern. */
  readonly search?: string | undefined;
}
