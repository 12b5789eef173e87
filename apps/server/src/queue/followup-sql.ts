import { followupsChannel } from './rules.ts';

/**
 * How much of a header block is kept for a report: a report quotes it (RFC 3462 §3), and 64 KiB are more than any
 * honest header has.
 */
const maxHeaderBytes = 65_536;

/**
 * The header block as received, read while its content is still there: the statement that deletes the content sees it in
 * its snapshot. Large content has its whole header in its first chunk; content that has not is not accepted.
 */
const header = `(
    select substr(coalesce(c.data, (select k.data from content_chunks k where k.content_id = c.id and k.seq = 0)),
      1, least(c.header_bytes, ${String(maxHeaderBytes)}))
    from contents c where c.id = s.content_id
  )`;

/** What the end or the delay of a delivery asks for; null: nothing. */
const followup = `case
    when s.is_newly_delayed then 'delayed'
    when s.finished_at is null then null
    when s.kind = 'probe' and s.state in ('delivered', 'bounced', 'expired') then 'probe_ended'
    when s.kind in ('forward', 'reply') and s.state in ('bounced', 'expired') then 'failed'
  end`;

/**
 * The followups of ended and delayed deliveries, in the same statement.
 *
 * It continues a `with` whose member `settled` gave the changed rows (id, message_id, organization_id, content_id, kind, mode, state,
 * finished_at, event_id, event_data, is_newly_delayed). Nearly all rows ask for nothing and cost a look at their columns.
 * Of a failure that a report may tell of, the header is kept.
 */
export const followupsSql = `
new_followups as (
  insert into followups (id, organization_id, message_id, delivery_id, kind, data, header)
  select s.event_id, s.organization_id, s.message_id, s.id, s.followup,
    s.event_data || jsonb_build_object('state', s.state),
    case when s.followup = 'failed' and (s.kind = 'reply' or s.mode <> 'rewrite') then ${header} end
  from (select s.*, ${followup} as followup from settled s) s
  where s.followup is not null
  returning id
),
followups_notified as (
  select pg_notify('${followupsChannel}', '') from new_followups limit 1
)`;

/** Sends the hint of {@link followupsSql}, which nothing else makes PostgreSQL do: for the select list of the statement. */
export const notifyFollowups = `(select count(*) from followups_notified) as followup_hints`;
