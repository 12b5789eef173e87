import { sealOverheadBytes } from '../../apps/server/src/queue/sealed-content.ts';
import type { SeedShape } from './shape.ts';

/** The instant of message `i` of all: days after the first, with quiet nights. */
const instantSql = ({ days, messages, until }: SeedShape): string => {
  const dayOf = `(i::float8 * ${String(days)} / ${String(messages)})`;
  return `timestamptz '${until.toISOString()}' - interval '${String(days)} days'
    + interval '1 day' * (${dayOf} + 0.11 * (sin(2 * pi() * ${dayOf}) - 0) / 2)`;
};

const words = `(array['Your order', 'Invoice', 'Newsletter', 'Your parcel', 'Reminder', 'Welcome', 'Security notice', 'Offer',
  'Ticket', 'Statement', 'Appointment', 'Survey'])`;

/** Temporary tables of one connection, filled batch by batch. */
export const createBatchTables = `
create temp table b (i bigint, at timestamptz, id uuid, content_id uuid, organization_id uuid, kind text, alias_no bigint, alias text,
  alias_id uuid, contact_id uuid, mailbox_no bigint, mailbox_count bigint, first_mailbox bigint, sender integer, deliveries integer,
  recipient text, mail_from text, header_from text, subject text, size_bytes integer, content text);
create temp table d (i bigint, n integer, id uuid, at timestamptz, kind text, state text, reason text, was_deferred boolean, finished_at timestamptz,
  destination text, mailbox_id uuid);
`;

/** Messages $1 to $2: who wrote what to whom. */
export const fillMessages = (shape: SeedShape): string => `
insert into b
select p.i, p.at, seed_id(p.at, '000', p.i), seed_id(p.at, 'e00', p.i), p.organization_id, p.kind, p.alias_no, p.alias,
  case when p.kind <> 'notice' then seed_old_id('0f0', p.alias_no) end,
  case when p.is_known then seed_old_id('010', p.alias_no) end,
  p.mailbox_no, p.mailbox_count, p.first_mailbox, p.sender,
  case when p.kind = 'forward' and p.alias_no % 10 = 0 and p.mailbox_count > 1 then 2 else 1 end,
  case p.kind when 'forward' then p.alias when 'reply' then 'r.' || p.alias_no || '@' || p.domain else p.mailbox end,
  case p.kind when 'forward' then 'bounce-' || p.i || '@sender' || p.sender || '.example' when 'reply' then p.mailbox else '' end,
  case p.kind when 'forward' then (case when p.is_known then 'shop' else 'hello' end) || '@sender' || p.sender || '.example'
    when 'reply' then p.mailbox else 'mailer-daemon@' || p.domain end,
  ${words}[1 + p.i % 12] || ' ' || p.i % 100000, 2000 + (seed_draw(p.i, 7) ^ 6 * 400000)::integer, null
from (
  select n.*, o.organization_id, o.mailbox_count, o.first_mailbox, o.first_mailbox + o_alias % o.mailbox_count as mailbox_no,
    o_alias as alias_no, 'd' || o.first_domain + o_alias % o.domain_count || '.seed.example' as domain,
    (array['shop', 'news', 'bank', 'travel', 'forum', 'games', 'school', 'club', 'post', 'work'])[1 + o_alias % 10] || o_alias
      || '@d' || o.first_domain + o_alias % o.domain_count || '.seed.example' as alias,
    'person' || o.first_mailbox + o_alias % o.mailbox_count || '@m' || (o.first_mailbox + o_alias % o.mailbox_count) % 50 || '.mailbox.example' as mailbox,
    n.kind = 'reply' or (n.kind = 'forward' and seed_draw(n.i, 5) < 0.6) as is_known,
    case when n.kind = 'reply' or seed_draw(n.i, 5) < 0.6 then seed_sender(seed_draw(o_alias, 90)) else seed_sender(seed_draw(n.i, 6)) end as sender
  from (
    select i, ${instantSql(shape)} as at,
      case when seed_draw(i, 3) < 0.94 then 'forward' when seed_draw(i, 3) < 0.99 then 'reply' else 'notice' end as kind,
      case when seed_draw(i, 1) < ${String(shape.biggestShare)} then 1
        else 2 + floor(${String(shape.organizations - 1)} * power((seed_draw(i, 1) - ${String(shape.biggestShare)}) / ${String(1 - shape.biggestShare)}, 3))::integer end as rank
    from generate_series($1::bigint, $2::bigint) i offset 0
  ) n join seed_organizations o on o.rank = n.rank
  cross join lateral (select o.first_alias + floor(o.alias_count * power(seed_draw(n.i, 2), 3))::bigint as o_alias offset 0) a
) p`;

/** What became of each delivery: nearly everything was taken, old trouble has ended, young trouble waits. */
export const fillDeliveries = (shape: SeedShape): string => {
  const until = `timestamptz '${shape.until.toISOString()}'`;
  const isYoung = `b.at > ${until} - interval '5 days'`;
  return `
insert into d
select f.i, f.n, seed_id(f.at, '00' || f.n + 1, f.i), f.at, f.kind, f.state,
  case f.state when 'discarded' then (array['alias_disabled', 'sender_blocked', 'rule_discarded'])[1 + f.i % 3]
    when 'held' then case f.kind when 'reply' then 'unproven_sender' else (array['spam', 'dmarc', 'preview', 'other_sender'])[1 + f.i % 4] end
    when 'bounced' then '550 5.1.1 No such user' when 'expired' then '451 4.4.1 Connection timed out'
    when 'deferred' then '451 4.7.1 Try again later' when 'cancelled' then 'cancelled' end,
  f.state in ('expired', 'deferred') or (f.state in ('delivered', 'bounced') and seed_draw(f.i * 4 + f.n, 11) < 0.08),
  case f.state when 'discarded' then f.at when 'expired' then f.at + interval '5 days' when 'cancelled' then f.at + interval '1 hour'
    when 'delivered' then f.at + interval '1 second' * (0.2 + 1.5 * f.u) + case when seed_draw(f.i * 4 + f.n, 11) < 0.08 then interval '5 minutes' else interval '0' end
    when 'bounced' then f.at + interval '400 milliseconds' + case when seed_draw(f.i * 4 + f.n, 11) < 0.08 then interval '5 minutes' else interval '0' end end,
  case when f.state <> 'discarded' then f.destination end, f.mailbox_id
from (
  select b.i, b.kind, b.at, n, u,
    case when b.at > ${until} - interval '2 minutes' then 'queued'
      when u < 0.03 and b.kind = 'forward' then 'discarded'
      when u < 0.045 then 'bounced'
      when u < 0.047 then case when ${isYoung} then 'deferred' else 'expired' end
      when u < 0.048 then 'cancelled'
      when u < 0.055 then case when ${isYoung} then 'deferred' else 'delivered' end
      when u < 0.0575 and (b.kind = 'forward' or (b.kind = 'reply' and b.at > ${until} - interval '14 days')) then 'held'
      else 'delivered' end as state,
    case b.kind when 'reply' then 'shop@sender' || b.sender || '.example'
      else 'person' || m.no || '@m' || m.no % 50 || '.mailbox.example' end as destination,
    case when b.kind <> 'reply' then seed_old_id('0e0', m.no) end as mailbox_id
  from b cross join lateral generate_series(0, b.deliveries - 1) n
  cross join lateral (select seed_draw(b.i * 4 + n, 10) as u, b.first_mailbox + (b.alias_no + n) % b.mailbox_count as no offset 0) m
) f`;
};

/** What has not ended has its content; it has as many octets as it says. */
export const fillContents: readonly string[] = [
  `update b set content = 'From: ' || header_from || E'\\r\\nTo: ' || recipient || E'\\r\\nSubject: ' || subject || E'\\r\\nMessage-ID: <' || to_hex(i)
    || E'@seed.example>\\r\\n\\r\\n' || repeat(E'The quick brown fox jumps over the lazy dog.\\r\\n', 10 + (i % 30)::integer)
   where exists (select from d where d.i = b.i and d.finished_at is null)`,
  `update b set size_bytes = length(content) where content is not null`,
  `insert into contents (id, size_bytes, header_bytes, body_hash, trace_header, pending, chunk_count, data, is_sealed)
   select b.content_id, b.size_bytes, position(E'\\r\\n\\r\\n' in b.content) + 3, sha256(convert_to(b.content, 'UTF8')), ''::bytea, w.pending, 0,
     case when w.is_sealed then convert_to(b.content || repeat('x', ${String(sealOverheadBytes)}), 'UTF8') else convert_to(b.content, 'UTF8') end, w.is_sealed
   from b join (select d.i, count(*)::integer as pending, bool_or(d.state = 'held' and d.kind = 'forward') as is_sealed
     from d where d.finished_at is null group by d.i) w on w.i = b.i`,
];

const attempt = (state: string, code: number, text: string): string =>
  `'{"host":"mx1.mailbox.example [192.0.2.25]:25","tls":"TLSv1.3","stage":"body","reply":{"code":${String(code)},"text":"${text}"},"durationMs":${state === 'delivered' ? '84' : '40'}}'::jsonb`;

const endings = `case d.state when 'delivered' then ${attempt('delivered', 250, '2.0.0 OK queued')}
  when 'bounced' then ${attempt('bounced', 550, 'No such user here')}
  when 'expired' then ${attempt('expired', 451, 'Connection timed out')} else '{}'::jsonb end`;

/** Rows out of the batch, in the order of the tables. */
export const insertRows = (shape: SeedShape): readonly string[] => [
  `insert into seed_messages (id, organization_id, content_id, received_at, mail_from, rcpt_to, header_from, subject, message_id_header,
     size_bytes, smtputf8, connection, authentication, no_report_reason)
   select b.id, b.organization_id, b.content_id, b.at, b.mail_from, array[b.recipient], b.header_from, b.subject,
     '<' || to_hex(b.i) || '@sender' || b.sender || '.example>', b.size_bytes, false,
     jsonb_build_object('ip', '203.0.113.' || b.i % 250, 'helo', 'mx.sender' || b.sender || '.example', 'clientName', 'mx.sender' || b.sender || '.example',
       'tls', 'TLSv1.3', 'receivedBy', 'mx.seed.example'),
     jsonb_build_object('spf', jsonb_build_object('result', 'pass', 'domain', 'sender' || b.sender || '.example'),
       'dkim', jsonb_build_array(jsonb_build_object('result', 'pass', 'domain', 'sender' || b.sender || '.example', 'selector', 's1', 'isAligned', true)),
       'dmarc', jsonb_build_object('result', 'pass', 'policy', 'reject'), 'arc', '{"result":"none"}'::jsonb),
     case when b.kind = 'notice' then 'null_sender' when b.i % 3 = 0 then 'list' end
   from b`,
  `insert into seed_deliveries (id, message_id, organization_id, content_id, alias_id, contact_id, mailbox_id, recipient, destination, queue_key,
     kind, mode, sent_as, state, reason, attempts, next_attempt_at, expires_at, last_reply, created_at, finished_at)
   select d.id, b.id, b.organization_id, b.content_id, b.alias_id, b.contact_id, d.mailbox_id, b.recipient, d.destination,
     case when d.state = 'discarded' then '' else split_part(d.destination, '@', 2) end,
     b.kind, 'rewrite', case when b.kind = 'reply' then b.alias end, d.state, d.reason,
     case d.state when 'discarded' then 0 when 'held' then 0 when 'queued' then 0 when 'cancelled' then 0 when 'deferred' then 3
       when 'expired' then 30 else case when d.was_deferred then 2 else 1 end end,
     case d.state when 'queued' then d.at when 'deferred' then timestamptz '${shape.until.toISOString()}' + interval '1 minute' * (5 + b.i % 240) end,
     case when d.state = 'held' then d.at + case when b.kind = 'reply' then interval '14 days' else interval '30 days' end else d.at + interval '5 days' end,
     case d.state when 'delivered' then ${endings} when 'bounced' then ${endings} when 'expired' then ${endings}
       when 'deferred' then ${attempt('deferred', 451, 'Try again later')} end,
     d.at, d.finished_at
   from d join b on b.i = d.i`,
  `insert into seed_events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
   select seed_id(b.at, '100', b.i), b.at, b.organization_id, b.id, null, null, 'accepted',
     jsonb_build_object('recipients', 1, 'deliveries', b.deliveries, 'discarded', coalesce(w.discarded, '[]'::jsonb),
       'policy', jsonb_build_array(jsonb_build_object('step', 'address', 'outcome', 'alias', 'recipient', b.recipient),
         '{"step":"senders","outcome":"none"}'::jsonb, jsonb_build_object('step', 'authentication', 'outcome', 'pass', 'data',
           jsonb_build_object('domain', 'sender' || b.sender || '.example')))) || coalesce(w.held, '{}'::jsonb)
   from b left join (
     select d.i, jsonb_agg(jsonb_build_object('deliveryId', d.id, 'recipient', b.recipient, 'reason', d.reason)) filter (where d.state = 'discarded') as discarded,
       case when bool_or(d.state = 'held') then jsonb_build_object('held',
         jsonb_agg(jsonb_build_object('deliveryId', d.id, 'recipient', b.recipient, 'reason', d.reason)) filter (where d.state = 'held')) end as held
     from d join b on b.i = d.i where d.state in ('discarded', 'held') group by d.i
   ) w on w.i = b.i`,
  `insert into seed_events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
   select seed_id(d.at + interval '1 second', '20' || d.n, b.i), d.at + interval '1 second', b.organization_id, b.id, d.id, b.alias_id, 'deferred',
     ${attempt('deferred', 451, 'Try again later')} || jsonb_build_object('attempt', 1, 'nextAttemptAt', d.at + interval '5 minutes')
   from d join b on b.i = d.i where d.was_deferred`,
  `insert into seed_events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
   select seed_id(d.finished_at, '30' || d.n, b.i), d.finished_at, b.organization_id, b.id, d.id, b.alias_id, d.state,
     case d.state when 'cancelled' then '{"was":"deferred","by":"member"}'::jsonb
       else ${endings} || jsonb_build_object('attempt', case d.state when 'expired' then 30 else case when d.was_deferred then 2 else 1 end end) end
   from d join b on b.i = d.i where d.state in ('delivered', 'bounced', 'expired', 'cancelled')
     and d.finished_at <= timestamptz '${shape.until.toISOString()}' + interval '1 day'`,
];

/** Refusals $1 to $2 of $3, spread over the time and the organizations as mail is. */
export const insertRefusals = (shape: SeedShape): string => `
insert into seed_events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
select seed_id(r.at, '400', r.i), r.at, o.organization_id, null, null, null, 'refused',
  jsonb_build_object('code', 550, 'stage', 'rcpt', 'reason', (array['mailboxUnknown', 'senderBlocked', 'listedClient'])[1 + r.i % 3], 'ip', '198.51.100.' || r.i % 250,
    'mailFrom', 'bounce-' || r.i || '@sender' || seed_sender(seed_draw(r.i, 22)) || '.example', 'recipient', 'no' || r.i % 1000 || '@d' || o.first_domain || '.seed.example')
from (
  select i, timestamptz '${shape.until.toISOString()}' - interval '${String(shape.days)} days' * (1 - i::float8 / $3::float8) as at,
    case when seed_draw(i, 21) < ${String(shape.biggestShare)} then 1
      else 2 + floor(${String(shape.organizations - 1)} * power((seed_draw(i, 21) - ${String(shape.biggestShare)}) / ${String(1 - shape.biggestShare)}, 3))::integer end as rank
  from generate_series($1::bigint, $2::bigint) i offset 0
) r join seed_organizations o on o.rank = r.rank`;

/** The counters of aliases, from the rows that they count. */
export const countAliases = `
insert into alias_counters (alias_id, shard, accepted, delivered, bounced, expired, discarded, cancelled)
select d.alias_id, 0, count(*), count(*) filter (where d.state = 'delivered'), count(*) filter (where d.state = 'bounced'),
  count(*) filter (where d.state = 'expired'), count(*) filter (where d.state = 'discarded'), count(*) filter (where d.state = 'cancelled')
from seed_deliveries d where d.alias_id is not null group by d.alias_id`;
