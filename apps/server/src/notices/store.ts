import type { Queryable, Tx } from '../db/index.ts';
import type { ListNotices, Notice, NoticeKind, NoticeSubject } from './notice.ts';

/** A row of `notices`. */
export interface NoticeRow {
  readonly id: string;
  readonly organization_id: string;
  readonly kind: NoticeKind;
  readonly subject_id: string | null;
  readonly data: {
    readonly mailed?: number;
    readonly topic?: string;
    readonly facts?: Readonly<Record<string, unknown>>;
  };
  readonly created_at: Date;
}

/** Lets one transaction at a time decide about news of a kind and subject, until it ends. */
export async function lockSubject(tx: Tx, { kind, subjectId }: NoticeSubject): Promise<void> {
  await tx.query({
    text: `select pg_advisory_xact_lock(hashtextextended('notices ' || $1, 0))`,
    params: [`${kind} ${subjectId ?? ''}`],
  });
}

/** Whether the same news was mailed since an instant. */
export async function wasMailedSince(tx: Tx, subject: NoticeSubject, since: Date): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 as found from notices
      where organization_id = $1 and kind = $2 and subject_id is not distinct from $3 and created_at > $5
        and data->>'topic' is not distinct from $4 and (data->>'mailed')::int > 0
      limit 1`,
    params: [subject.organizationId, subject.kind, subject.subjectId ?? null, subject.topic ?? null, since],
  });
  return rows.length > 0;
}

/** How many mails told an organization news of a kind since an instant. */
export async function countMailedSince(
  tx: Tx,
  { organizationId, kind }: Pick<NoticeSubject, 'organizationId' | 'kind'>,
  since: Date,
): Promise<number> {
  const [row] = await tx.query<{ readonly mailed: number }>({
    text: `select count(*)::int as mailed from notices
      where organization_id = $1 and kind = $2 and created_at > $3 and (data->>'mailed')::int > 0`,
    params: [organizationId, kind, since],
  });
  return row?.mailed ?? 0;
}

/** Inserts a notice. */
export async function insertNotice(tx: Tx, notice: Notice): Promise<void> {
  const { id, organizationId, kind, subjectId, topic, mailed, facts, at } = notice;
  await tx.query({
    text: `insert into notices (id, organization_id, kind, subject_id, data, created_at) values ($1, $2, $3, $4, $5, $6)`,
    params: [id, organizationId, kind, subjectId ?? null, JSON.stringify({ topic, mailed, facts }), at],
  });
}

/** A page of notices, newest first. */
export async function listNotices(
  db: Queryable,
  { organizationId, limit, afterId }: ListNotices,
): Promise<readonly Notice[]> {
  const params: unknown[] = [limit];
  const conditions: string[] = [];
  if (organizationId !== undefined)
    conditions.push(`organization_id = $${String(params.push(organizationId))}`);
  if (afterId !== undefined) conditions.push(`id < $${String(params.push(afterId))}`);
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  const rows = await db.query<NoticeRow>({
    text: `select id, organization_id, kind, subject_id, data, created_at from notices ${where} order by id desc limit $1`,
    params,
  });
  return rows.map(noticeOf);
}

/** Deletes what is older than an instant; gives how many. */
export async function deleteNoticesBefore(db: Queryable, instant: Date): Promise<number> {
  const rows = await db.query({
    text: 'delete from notices where created_at < $1 returning id',
    params: [instant],
  });
  return rows.length;
}

/** A row as the rest of the program sees it. */
export function noticeOf(row: NoticeRow): Notice {
  const { topic, mailed = 0, facts = {} } = row.data;
  return {
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind,
    subjectId: row.subject_id ?? undefined,
    topic,
    mailed,
    facts,
    at: row.created_at,
  };
}
