import type { Queryable, Tx } from '../db/index.ts';
import type { ListReadable, ReadableNotice, Reading } from './notice.ts';
import { noticeOf, type NoticeRow } from './store.ts';

interface ReadableRow extends NoticeRow {
  readonly is_read: boolean;
  readonly subject_address: string | null;
}

/**
 * `$1` organization, `$2` person. What was marked one by one counts; the rest is read up to the mark. The addresses of subjects are read here,
 * since a question for each line would be many.
 */
const readableFrom = (
  source: string,
): string => `select n.id, n.organization_id, n.kind, n.subject_id, n.data, n.created_at,
    coalesce(s.is_read, n.id <= k.read_up_to, false) as is_read,
    coalesce(m.address, a.local_part || '@' || d.name) as subject_address
  from ${source} n
    left join notice_marks k on k.organization_id = n.organization_id and k.user_id = $2
    left join notice_states s on s.notice_id = n.id and s.user_id = $2
    left join mailboxes m on m.id = n.subject_id and m.organization_id = n.organization_id
    left join aliases a on a.id = n.subject_id and a.organization_id = n.organization_id
    left join domains d on d.id = a.domain_id
  where n.organization_id = $1`;

/** Nothing is before the nil UUID (RFC 9562 §5.9). */
const mark = `coalesce((select read_up_to from notice_marks where user_id = $2 and organization_id = $1),
    '00000000-0000-0000-0000-000000000000')`;

/** What can be unread: beyond the mark, or marked so. Whoever has read everything would otherwise look through all of it each time. */
const perhapsUnread = `(select * from notices where organization_id = $1 and id > ${mark}
    union all select o.* from notice_states t join notices o on o.id = t.notice_id
      where t.user_id = $2 and not t.is_read and o.organization_id = $1 and o.id <= ${mark})`;

function readableOf(row: ReadableRow): ReadableNotice {
  return { ...noticeOf(row), isRead: row.is_read, subjectAddress: row.subject_address ?? undefined };
}

/** A page of notices, newest first, as a person sees them. */
export async function listReadable(
  db: Queryable,
  { organizationId, userId, kind, isRead, limit, afterId }: ListReadable,
): Promise<readonly ReadableNotice[]> {
  const rows = await db.query<ReadableRow>({
    text: `${readableFrom(isRead === false ? perhapsUnread : 'notices')} and ($3::text is null or n.kind = $3) and ($4::uuid is null or n.id < $4)
        and ($5::boolean is null or coalesce(s.is_read, n.id <= k.read_up_to, false) = $5)
      order by n.id desc limit $6`,
    params: [organizationId, userId, kind ?? null, afterId ?? null, isRead ?? null, limit],
  });
  return rows.map(readableOf);
}

/** One notice as a person sees it. */
export async function findReadable(
  db: Queryable,
  { organizationId, userId, noticeId }: Reading,
): Promise<ReadableNotice | undefined> {
  const [row] = await db.query<ReadableRow>({
    text: `${readableFrom('notices')} and n.id = $3`,
    params: [organizationId, userId, noticeId],
  });
  return row && readableOf(row);
}

/** Marks a notice of an organization for a person; does nothing where there is none. */
export async function markOne(
  db: Queryable,
  { organizationId, userId, noticeId, isRead }: Reading & { readonly isRead: boolean },
): Promise<void> {
  await db.query({
    text: `insert into notice_states (notice_id, user_id, is_read)
      select id, $2, $4 from notices where id = $3 and organization_id = $1
      on conflict (notice_id, user_id) do update set is_read = excluded.is_read`,
    params: [organizationId, userId, noticeId, isRead],
  });
}

/** Moves the mark of a person to a notice that is there, never back and never beyond the newest, and forgets what was marked one by one up to it. */
export async function markUpTo(tx: Tx, { organizationId, userId, noticeId }: Reading): Promise<void> {
  await tx.query({
    text: `insert into notice_marks (organization_id, user_id, read_up_to) select $1, $2, id from notices
      where organization_id = $1 and id <= $3 order by id desc limit 1
      on conflict (user_id, organization_id) do update set read_up_to = greatest(notice_marks.read_up_to, excluded.read_up_to)`,
    params: [organizationId, userId, noticeId],
  });
  await tx.query({
    text: `delete from notice_states s using notices n
      where s.user_id = $2 and n.id = s.notice_id and n.organization_id = $1 and n.id <= $3`,
    params: [organizationId, userId, noticeId],
  });
}
