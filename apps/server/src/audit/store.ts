import type { AuditAction } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import { idFloor, type Queryable } from '../db/index.ts';
import type { AuditEntry, AuditFilter, AuditScope, JsonObject } from './entry.ts';

/** Adds an entry; everything is bounded already. */
export async function insertEntry(db: Queryable, entry: AuditEntry): Promise<void> {
  const { actor, subject } = entry;
  await db.query({
    name: 'audit-insert',
    text: `insert into audit_entries (id, at, organization_id, action, actor_kind, actor_user_id, actor_key_id, actor_label,
        ip, user_agent, request_id, subject_kind, subject_id, subject_label, before, after)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    params: [
      entry.id,
      entry.at,
      entry.organizationId,
      entry.action,
      actor.kind,
      actor.userId,
      actor.keyId,
      actor.label,
      actor.ip,
      actor.userAgent,
      actor.requestId,
      subject?.kind,
      subject?.id,
      subject?.label,
      jsonOf(entry.before),
      jsonOf(entry.after),
    ],
  });
}

function jsonOf(change: JsonObject | undefined): string | null {
  return change === undefined ? null : JSON.stringify(change);
}

interface EntryRow {
  readonly id: string;
  readonly at: Date;
  readonly organization_id: string | null;
  readonly action: AuditAction;
  readonly actor_kind: Actor['kind'];
  readonly actor_user_id: string | null;
  readonly actor_key_id: string | null;
  readonly actor_label: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly request_id: string | null;
  readonly subject_kind: string | null;
  readonly subject_id: string | null;
  readonly subject_label: string | null;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** Which entries to read. */
export interface EntryQuery {
  readonly scope: AuditScope;
  readonly filter: AuditFilter;
  /** Only entries before this one. */
  readonly beforeId: string | undefined;
  readonly limit: number;
}

/** Entries, newest first. */
export async function findEntries(db: Queryable, query: EntryQuery): Promise<readonly AuditEntry[]> {
  const params: unknown[] = [];
  const place = (value: unknown): string => `$${String(params.push(value))}`;
  const conditions = [
    scopeCondition(query.scope, place),
    ...filterConditions(query.filter, place),
    ...(query.beforeId === undefined ? [] : [`id < ${place(query.beforeId)}`]),
  ];
  const rows = await db.query<EntryRow>({
    text: `select id, at, organization_id, action, actor_kind, actor_user_id, actor_key_id, actor_label, ip, user_agent,
        request_id, subject_kind, subject_id, subject_label, before, after
      from audit_entries where ${conditions.join(' and ')} order by id desc limit ${place(query.limit)}`,
    params,
  });
  return rows.map(entryOf);
}

type Place = (value: unknown) => string;

function scopeCondition(scope: AuditScope, place: Place): string {
  switch (scope.kind) {
    case 'organization':
      return `organization_id = ${place(scope.organizationId)}`;
    case 'person': {
      const userId = place(scope.userId);
      const conditions = [
        `actor_user_id = ${userId}::uuid`,
        `(subject_kind = 'user' and subject_id = ${userId}::text)`,
        ...(scope.organizationId === undefined ? [] : [`organization_id = ${place(scope.organizationId)}`]),
      ];
      return `(${conditions.join(' or ')})`;
    }
    case 'installation':
      return 'true';
  }
}

/** Columns that a filter compares as they are. */
const comparedColumns = {
  action: 'action',
  actorKind: 'actor_kind',
  actorUserId: 'actor_user_id',
  actorKeyId: 'actor_key_id',
  subjectKind: 'subject_kind',
  subjectId: 'subject_id',
} as const satisfies Partial<Record<keyof AuditFilter, string>>;

function filterConditions(filter: AuditFilter, place: Place): readonly string[] {
  const compared = Object.entries(comparedColumns).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof comparedColumns];
    return value === undefined ? [] : [`${column} = ${place(value)}`];
  });
  return [...compared, ...instantConditions(filter, place), ...searchConditions(filter, place)];
}

/** How far the time in an id may be from `at`: a process whose clock is set back goes on counting for some seconds. */
const idSlackMs = 60_000;

/** By time, and by id as well, in whose order the entries are found. */
function instantConditions({ after, before }: AuditFilter, place: Place): readonly string[] {
  const floorOf = (instant: Date, slackMs: number): string =>
    idFloor(new Date(Math.max(0, instant.getTime() + slackMs)));
  return [
    ...(after === undefined ? [] : [`at >= ${place(after)} and id >= ${place(floorOf(after, -idSlackMs))}`]),
    ...(before === undefined ? [] : [`at < ${place(before)} and id < ${place(floorOf(before, idSlackMs))}`]),
  ];
}

function searchConditions({ search }: AuditFilter, place: Place): readonly string[] {
  if (search === undefined) return [];
  const pattern = place(`%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  return [`(actor_label ilike ${pattern} or subject_label ilike ${pattern})`];
}

function entryOf(row: EntryRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    organizationId: row.organization_id ?? undefined,
    actor: {
      kind: row.actor_kind,
      userId: row.actor_user_id ?? undefined,
      keyId: row.actor_key_id ?? undefined,
      label: row.actor_label ?? undefined,
      ip: row.ip ?? undefined,
      userAgent: row.user_agent ?? undefined,
      requestId: row.request_id ?? undefined,
    },
    subject:
      row.subject_kind === null || row.subject_id === null
        ? undefined
        : { kind: row.subject_kind, id: row.subject_id, label: row.subject_label ?? undefined },
    before: row.before ?? undefined,
    after: row.after ?? undefined,
  };
}
