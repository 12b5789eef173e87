import { followupsChannel, quarantineReasonsSql } from './rules.ts';

/**
 * How much of a header block is kept for a report: a report quotes it (RFC 3462 §3), and 64 KiB are more than any
 * honest header has.
 */
const maxHeaderBytes = 65_536;

/**
 * The header block as received, read while its content is still there: the statement that deletes the content sees it in
 * its snapshot. Large content has its whole header in its first chunk; content that has not is not accepted. What is sealed
 * PostgreSQL cannot open: a report about what was once in quarantine quotes no more than is known of the message.
 */
const header = `(
    select substr(coalesce(c.data, (select k.data from content_chunks k where k.content_id = c.id and k.seq = 0)),
      1, least(c.header_bytes, ${String(maxHeaderBytes)}))
    from contents c where c.id = s.content_id and not c.is_sealed
  )`;

/** The sender of a message that does not keep him, while he still lies with the content; empty for all others. */
const sender = `coalesce((
    select jsonb_build_object('sender', jsonb_build_object('mailFrom', case when m.mail_from = '' then '' else c.mail_from end,
      'headerFrom', c.header_from))
    from messages m join contents c on c.id = m.content_id
    where m.id = s.message_id and m.privacy_level is not null and c.mail_from is not null
  ), '{}')`;

/**
 * Mail that nobody let out of quarantine: its owner had the time to, and heard of it; its sender hears nothing, as of all mail that
 * somebody put aside.
 */
const lapsedInQuarantine = `(s.event_data ->> 'stage' = 'held' and s.event_data ->> 'reason' in (${quarantineReasonsSql}))`;

/** What the end, the delay or the hold of a delivery asks for; null: nothing. */
const followup = `case
    when s.is_newly_delayed then 'delayed'
    when s.state = 'held' then 'held'
    when s.finished_at is null then null
    when s.kind = 'probe' and s.state in ('delivered', 'bounced', 'expired') then 'probe_ended'
    when s.kind in ('forward', 'reply') and s.state in ('bounced', 'expired') and not ${lapsedInQuarantine} then 'failed'
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
    s.event_data || jsonb_build_object('state', s.state) || ${sender},
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
