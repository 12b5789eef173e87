import type { Readable } from 'node:stream';
import type { Actor } from '../api/index.ts';
import { newId, type Db, type Queryable, type Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { AuditEntry, AuditFilter, AuditScope, AuditSubject, NewAuditEntry } from './entry.ts';
import { exportEntries, type AuditExport } from './export.ts';
import { boundChange, boundText, maxCharacters } from './rules.ts';
import { clearPerson, deleteOfOrganization, deleteOldest, type ErasedPerson } from './erasure-store.ts';
import { findEntries, insertEntry } from './store.ts';

/** What the log needs. */
export interface AuditDependencies {
  readonly db: Db;
  readonly clock: Clock;
}

/** A page of the log. */
export interface AuditPage {
  readonly scope: AuditScope;
  readonly filter?: AuditFilter;
  /** The last entry of the page before. */
  readonly beforeId?: string | undefined;
  readonly limit: number;
}

/** The log of who did what. */
export interface Audit {
  /**
   * Writes an entry. With the transaction of what it tells of as `tx`, either both are true or neither. Texts are bounded here. Rejects where
   * `before` or `after` has a name that sounds like a secret.
   */
  record(tx: Queryable, entry: NewAuditEntry): Promise<void>;
  /** Entries, newest first. */
  list(page: AuditPage): Promise<readonly AuditEntry[]>;
  /** The entries as a text that is read from the database as fast as it is taken; it fails where the database does. */
  export(wanted: AuditExport): Readable;
  /** Removes what is older than this many days (more than 0), some thousand at a time; gives how many entries there were. */
  removeOlderThan(days: number): Promise<number>;
  /**
   * Takes label, address and program of a person out of all entries, names and values where something was done to the person, and the email
   * address, also a former one, where it names a member or an invitation of whatever organization.
   */
  erasePerson(tx: Tx, person: ErasedPerson): Promise<void>;
  /**
   * Removes some thousand entries of an organization that is gone, but not that it was deleted; gives how many there were, and is to be called
   * until there are none.
   */
  eraseOrganization(tx: Tx, organizationId: string): Promise<number>;
}

/** The log on a database. */
export function createAudit({ db, clock }: AuditDependencies): Audit {
  return {
    record: async (tx, entry) => {
      await insertEntry(tx, entryOf(entry, clock.now()));
    },
    list: ({ scope, filter = {}, beforeId, limit }) => findEntries(db, { scope, filter, beforeId, limit }),
    export: (wanted) => exportEntries(db, wanted),
    removeOlderThan: (days) => removeOlderThan({ db, clock }, days),
    erasePerson: clearPerson,
    eraseOrganization: (tx, organizationId) =>
      deleteOfOrganization(tx, { organizationId, limit: removedAtOnce }),
  };
}

const dayMs = 86_400_000;

/** Entries that one transaction removes: few enough that it takes well under a second. */
const removedAtOnce = 2_000;

async function removeOlderThan({ db, clock }: AuditDependencies, days: number): Promise<number> {
  if (!(days > 0)) throw new RangeError('the audit log is kept for more than no days');
  const before = new Date(clock.now().getTime() - days * dayMs);
  let removed = 0;
  for (;;) {
    const count = await db.transaction((tx) => deleteOldest(tx, { before, limit: removedAtOnce }));
    removed += count;
    if (count < removedAtOnce) return removed;
  }
}

function entryOf(entry: NewAuditEntry, at: Date): AuditEntry {
  return {
    id: newId(at),
    at,
    action: entry.action,
    organizationId: entry.organizationId,
    actor: boundActor(entry.actor),
    subject: entry.subject && boundSubject(entry.subject),
    before: entry.before && boundChange(entry.before),
    after: entry.after && boundChange(entry.after),
  };
}

function boundActor({ kind, userId, keyId, label, ip, userAgent, requestId }: Actor): Actor {
  return {
    kind,
    userId,
    keyId,
    label: boundOptional(label, maxCharacters.label),
    ip: boundOptional(ip, maxCharacters.ip),
    userAgent: boundOptional(userAgent, maxCharacters.userAgent),
    requestId: boundOptional(requestId, maxCharacters.requestId),
  };
}

function boundSubject({ kind, id, label }: AuditSubject): AuditSubject {
  return {
    kind: boundText(kind, maxCharacters.kind),
    id: boundText(id, maxCharacters.id),
    label: boundOptional(label, maxCharacters.label),
  };
}

function boundOptional(text: string | undefined, limit: number): string | undefined {
  return text === undefined ? undefined : boundText(text, limit);
}
