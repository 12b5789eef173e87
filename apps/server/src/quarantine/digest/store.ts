import type { Queryable, Tx } from '../../db/index.ts';
import { quarantineDays, quarantineReasons, type QuarantineReason } from '../../queue/index.ts';

/** How long before its end a message is told of again. */
export const reminderDays = 3;

/** Lines of one digest, of each of its two parts. */
export const maxLines = 50;

/** A held delivery in a digest. Its sender is as far as the organization lets it be kept. */
export interface DigestRow {
  readonly id: string;
  readonly mailbox_id: string;
  readonly destination: string;
  readonly recipient: string;
  readonly reason: QuarantineReason;
  readonly sender: string;
  /** Null where there is none, or where it must not be told. */
  readonly subject: string | null;
  readonly received_at: Date;
  readonly expires_at: Date;
  /** Whether it is told of again because its end is near; otherwise it is new. */
  readonly is_reminder: boolean;
  /** How many there are of its kind for its mailbox, beyond {@link maxLines} as well. */
  readonly of_kind: number;
}

/**
 * How far behind the clock a digest stays: what is being committed now would be told neither by this one nor by the next, since its time would
 * lie before where the next begins. Longer than any statement runs.
 */
const lagMinutes = 2;

/**
 * Not sooner after the digest before: a job that ran again after a crash, or on a node with another clock, sends no second mail on a day. Less
 * than a day, since jobs are late at times.
 */
const minHoursBetween = 20;

const reasonsParam = [...quarantineReasons];

/** Organizations that have mail in quarantine and want digests, but for those that had theirs today. */
export async function findOrganizationsDue(db: Queryable): Promise<readonly string[]> {
  const rows = await db.query<{ readonly organization_id: string }>({
    text: `select o.organization_id from (
        select distinct d.organization_id from deliveries d where d.state = 'held' and d.reason = any ($1::text[])
      ) o
      left join organization_settings s using (organization_id)
      where coalesce(s.wants_digest, true)
        and (s.digest_sent_at is null or s.digest_sent_at < now() - interval '${String(minHoursBetween)} hours')
      order by o.organization_id`,
    params: [reasonsParam],
  });
  return rows.map((row) => row.organization_id);
}

/** From when to when a digest tells of what was held. */
export interface DigestSpan {
  /** Null: from the beginning. */
  readonly told_until: Date | null;
  readonly until: Date;
}

/**
 * Takes the organization's turn until `tx` ends, and notes that all was told until now. Undefined: it had its digest meanwhile, or wants none any
 * more. Who asks at the same time waits, and then gets undefined. The row is the organization's; `digest_sent_at` alone is written here.
 */
export async function takeTurn(tx: Tx, organizationId: string): Promise<DigestSpan | undefined> {
  await tx.query({
    text: `insert into organization_settings (organization_id) values ($1) on conflict do nothing`,
    params: [organizationId],
  });
  const [row] = await tx.query<DigestSpan>({
    text: `with turn as (
        select s.organization_id, s.digest_sent_at as told_until, now() - interval '${String(lagMinutes)} minutes' as until
        from organization_settings s
        where s.organization_id = $1 and s.wants_digest
          and (s.digest_sent_at is null or s.digest_sent_at < now() - interval '${String(minHoursBetween)} hours')
        for update
      )
      update organization_settings s set digest_sent_at = turn.until from turn where s.organization_id = turn.organization_id
      returning turn.told_until, turn.until`,
    params: [organizationId],
  });
  return row;
}

/** When it was held: each hold sets the end of its time anew. $2 told until, $3 until. */
const heldAt = `(d.expires_at - interval '${String(quarantineDays)} days')`;
const remindedAt = `(d.expires_at - interval '${String(reminderDays)} days')`;
const within = (instant: string): string =>
  `(${instant} <= $3::timestamptz and ($2::timestamptz is null or ${instant} > $2::timestamptz))`;

/**
 * What the digests of an organization tell, mailbox by mailbox, the newest first, at most {@link maxLines} of each kind. A subject is told unless
 * the mailbox hides its subjects, or the message waits because it could not be encrypted.
 */
export async function findLines(
  tx: Tx,
  organizationId: string,
  { told_until, until }: DigestSpan,
): Promise<readonly DigestRow[]> {
  return tx.query<DigestRow>({
    text: `with told as materialized (
        select d.id, d.message_id, d.mailbox_id, d.destination, d.recipient, d.reason, d.expires_at, ${within(remindedAt)} as is_reminder
        from deliveries d
        where d.organization_id = $1 and d.state = 'held' and d.reason = any ($4::text[]) and d.mailbox_id is not null
          and d.destination is not null and d.expires_at > now() and (${within(heldAt)} or ${within(remindedAt)})
      ),
      ranked as (
        select t.*, row_number() over (partition by t.mailbox_id, t.is_reminder order by t.id desc) as place,
          count(*) over (partition by t.mailbox_id, t.is_reminder)::int as of_kind
        from told t
      )
      select r.id, r.mailbox_id, r.destination, r.recipient, r.reason, coalesce(m.header_from, m.mail_from) as sender,
        case when k.hides_subject or r.reason = 'not_encrypted' then null else m.subject end as subject,
        m.received_at, r.expires_at, r.is_reminder, r.of_kind
      from ranked r join messages m on m.id = r.message_id left join mailbox_keys k on k.mailbox_id = r.mailbox_id
      where r.place <= ${String(maxLines)}
      order by r.mailbox_id, r.is_reminder desc, r.id desc`,
    params: [organizationId, told_until, until, reasonsParam],
  });
}
