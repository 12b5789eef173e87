import { newId, type Statement } from '../db/index.ts';
import {
  cleanAddress,
  isDue,
  isRare,
  needsContent,
  plainRowsets,
  wholeRowsets,
  type ContentRow,
  type EnqueueRowsets,
} from './enqueue-rows.ts';
import { withoutSender } from './privacy.ts';
import { deliveriesChannel, followupsChannel, formatHint, queueKeyOf } from './rules.ts';
import { sealOverheadBytes, type StoredAcceptance } from './sealed-content.ts';

/**
 * The number of chunks, or null, which the column refuses, when not all octets are there. A chunk is committed without waiting for the
 * disk, so a crash of PostgreSQL may take it while the session that wrote it lives on; and the removal of orphans may have taken
 * it from a very slow sender. Either way the peer hears 451 instead of a 250 for half a message. The same holds for what was sealed.
 */
const verifiedChunkCount = `case when c.chunk_count = 0 or (c.chunk_count, c.size_bytes) = (
      select count(*), coalesce(sum(length(k.data)), 0) from content_chunks k where k.content_id = c.id
    ) then c.chunk_count end`;
const verifiedSealedChunkCount = `case when c.chunk_count = 0
      or (c.chunk_count, c.size_bytes, case when c.is_sealed then c.chunk_count else 0 end) = (
        select count(*), coalesce(sum(length(k.data) - case when k.is_sealed then ${String(sealOverheadBytes)} else 0 end), 0),
          count(*) filter (where k.is_sealed)
        from content_chunks k where k.content_id = c.id
      ) then c.chunk_count end`;

/** What the statement for rare groups has more in each of its parts; all empty in the plain one. */
interface Additions {
  readonly columnsOfContents: string;
  readonly valuesOfContents: string;
  readonly chunkCount: string;
  readonly columnsOfMessages: string;
  readonly valuesOfMessages: string;
  readonly columnsOfDeliveries: string;
  readonly valuesOfDeliveries: string;
  readonly events: string;
}

const nothingMore: Additions = {
  columnsOfContents: '',
  valuesOfContents: '',
  chunkCount: verifiedChunkCount,
  columnsOfMessages: '',
  valuesOfMessages: '',
  columnsOfDeliveries: '',
  valuesOfDeliveries: '',
  events: '',
};

const everything: Additions = {
  columnsOfContents: ', is_sealed, mail_from, header_from',
  valuesOfContents: ', c.is_sealed, c.mail_from, c.header_from',
  chunkCount: verifiedSealedChunkCount,
  columnsOfMessages: ', privacy_level',
  valuesOfMessages: ', m.privacy_level',
  columnsOfDeliveries: ', changes',
  valuesOfDeliveries: ', d.changes::jsonb',
  events: `
  union all
  select d.report_event_id, now(), d.organization_id, d.report_message_id, d.report_delivery_id, 'reported', d.report_data::jsonb
  from source_deliveries d where d.report_event_id is not null`,
};

/**
 * All rows of a group, in one statement and so in one transaction and one round trip. The octets of all contents are one binary
 * parameter, from which the server cuts each: an array of bytea would travel as hexadecimal text. Counters are taken in
 * the order of their aliases, like everywhere in this folder, so that transactions wait for each other but never in a ring; for the same
 * reason the big tables come in the order messages, deliveries, events, in which retention locks them.
 */
const enqueueBody = (rowsets: EnqueueRowsets, more: Additions): string => `
with new_contents as (
  insert into contents (id, size_bytes, header_bytes, body_hash, trace_header, pending, chunk_count, data${more.columnsOfContents})
  select c.id, c.size_bytes, c.header_bytes, substr($1::bytea, c.start, c.hash_bytes),
    substr($1::bytea, c.start + c.hash_bytes, c.trace_bytes), c.pending, ${more.chunkCount},
    case when c.data_bytes is not null then substr($1::bytea, c.start + c.hash_bytes + c.trace_bytes, c.data_bytes) end${more.valuesOfContents}
  from ${rowsets.contents.source}
),
source_messages as materialized (select * from ${rowsets.messages.source}),
new_messages as (
  insert into messages (id, organization_id, content_id, received_at, mail_from, rcpt_to, header_from, subject,
    message_id_header, size_bytes, smtputf8, connection, authentication, no_report_reason${more.columnsOfMessages})
  select m.id, m.organization_id, m.content_id, m.received_at, m.mail_from, string_to_array(m.rcpt_to, E'\\n'),
    m.header_from, m.subject, m.message_id_header, m.size_bytes, m.smtputf8, m.connection::jsonb, m.authentication::jsonb,
    m.no_report_reason${more.valuesOfMessages}
  from source_messages m
),
source_deliveries as materialized (select * from ${rowsets.deliveries.source}),
new_deliveries as (
  insert into deliveries (id, message_id, organization_id, content_id, alias_id, contact_id, reply_to_contact_id, mailbox_id,
    recipient, destination, queue_key, kind, mode, sent_as, state, reason, next_attempt_at, expires_at, created_at, finished_at${more.columnsOfDeliveries})
  select d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.contact_id, d.reply_to_contact_id, d.mailbox_id,
    d.recipient, d.destination, d.queue_key, d.kind, d.mode, d.sent_as, d.state, d.reason,
    case when d.state = 'queued' then now() end, d.expires_at, d.created_at, case when d.state = 'discarded' then now() end${more.valuesOfDeliveries}
  from source_deliveries d
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, type, data)
  select m.event_id, now(), m.organization_id, m.id, null, 'accepted', m.event_data::jsonb from source_messages m${more.events}
),
counted as (
  insert into alias_counters as counters (alias_id, shard, accepted, discarded)
  select d.alias_id, $${String(rowsets.deliveries.nextParameter)}::smallint, count(*), count(*) filter (where d.state = 'discarded')
  from source_deliveries d where d.alias_id is not null group by d.alias_id order by d.alias_id
  on conflict (alias_id, shard) do update set
    accepted = counters.accepted + excluded.accepted, discarded = counters.discarded + excluded.discarded
)`;

const notifyDue = ({ deliveries }: EnqueueRowsets): string => {
  const hint = `$${String(deliveries.nextParameter + 1)}::text`;
  return `select pg_notify('${deliveriesChannel}', ${hint}) where ${hint} <> ''`;
};

/** Rows of followups: of what is held, and of what is reported about. */
const newFollowups = `
new_followups as (
  insert into followups (id, organization_id, message_id, delivery_id, kind, data)
  select d.followup_id, d.organization_id, d.message_id, d.id, case when d.state = 'held' then 'held' else 'other_sender' end,
    case when d.state = 'held' then jsonb_build_object('reason', d.reason) else jsonb_build_object('domain', d.other_sender) end
  from source_deliveries d where d.followup_id is not null
  union all
  select d.report_event_id, d.organization_id, d.report_message_id, d.report_delivery_id, 'reported', d.report_data::jsonb
  from source_deliveries d where d.report_event_id is not null
)`;

/**
 * The statement for a group. Nearly no group has what is rare, and what is not in a statement costs nothing: the whole one takes 0.1 ms
 * more.
 */
const plainStatement = {
  name: 'queue-enqueue',
  rowsets: plainRowsets,
  text: `${enqueueBody(plainRowsets, nothingMore)}\n${notifyDue(plainRowsets)}`,
};
const wholeStatement = {
  name: 'queue-enqueue-whole',
  rowsets: wholeRowsets,
  text: `${enqueueBody(wholeRowsets, everything)},${newFollowups}
${notifyDue(wholeRowsets)}
union all
select pg_notify('${followupsChannel}', '') from (select from source_deliveries d
  where d.followup_id is not null or d.report_event_id is not null limit 1) followed`,
};

/** The statement that enqueues a group. */
export function enqueueStatement(acceptances: readonly StoredAcceptance[], shard: number): Statement {
  const { name, text, rowsets } = acceptances.some(isRare) ? wholeStatement : plainStatement;
  return { name, text, params: enqueueParams(acceptances, { rowsets, shard }) };
}

function enqueueParams(
  acceptances: readonly StoredAcceptance[],
  { rowsets, shard }: { readonly rowsets: EnqueueRowsets; readonly shard: number },
): readonly unknown[] {
  const { rows, octets } = layOutContents(acceptances);
  const messages = acceptances.flatMap(({ content, messages }) =>
    messages.map((message) => ({
      message: withoutSender(message),
      contentId: content.id,
      sizeBytes: content.sizeBytes,
      eventId: newId(),
    })),
  );
  const deliveries = messages.flatMap(({ message, contentId }) =>
    message.deliveries.map((delivery) => ({ delivery, message, contentId })),
  );
  const due = deliveries.filter(({ delivery }) => isDue(delivery));
  const hint = formatHint(due.map(({ delivery }) => queueKeyOf(cleanAddress(delivery.destination) ?? '')));
  return [
    octets,
    ...rowsets.contents.params(rows),
    ...rowsets.messages.params(messages),
    ...rowsets.deliveries.params(deliveries),
    shard,
    hint,
  ];
}

/** Rows of the contents that a delivery needs, and their octets one after the other. */
function layOutContents(acceptances: readonly StoredAcceptance[]): {
  rows: readonly ContentRow[];
  octets: Buffer;
} {
  const rows: ContentRow[] = [];
  const parts: Buffer[] = [];
  let offset = 1;
  for (const acceptance of acceptances) {
    const pending = acceptance.messages.flatMap(({ deliveries }) => deliveries).filter(needsContent).length;
    if (pending === 0) continue;
    const { bodyHash, traceHeader, data } = acceptance.content;
    rows.push({ acceptance, pending, offset });
    parts.push(bodyHash, traceHeader, ...(data === undefined ? [] : [data]));
    offset += bodyHash.length + traceHeader.length + (data?.length ?? 0);
  }
  return { rows, octets: Buffer.concat(parts) };
}
