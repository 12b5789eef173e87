import type { Db } from '../db/index.ts';
import { orphanBound } from './content-writer.ts';
import { historyShard } from './removal.ts';
import { quarantineReasonsSql } from './rules.ts';
import { sealOverheadBytes } from './sealed-content.ts';

/** Something that must not be. */
export interface Violation {
  /** Name of the broken guarantee, stable for scripts. */
  readonly kind: string;
  /** Ids of the first 20 rows concerned: messages, deliveries, contents or aliases, as the kind says. */
  readonly ids: readonly string[];
  /** What is wrong and how often. */
  readonly explanation: string;
}

/** One guarantee: a query for the ids that break it. Each is one statement, so it sees one moment of a running system. */
interface Invariant {
  readonly kind: string;
  readonly explanation: string;
  readonly text: string;
  readonly params?: (now: Date) => readonly unknown[];
}

const unfinishedStates = `('queued', 'sending', 'deferred', 'held')`;
/** States that an event of the same name announces. A discarded delivery is announced by the `accepted` event of its message. */
const announcedStates = `('delivered', 'bounced', 'expired', 'released', 'cancelled')`;

const factColumns = `count(*) as accepted, count(*) filter (where d.state = 'delivered') as delivered,
  count(*) filter (where d.state = 'bounced') as bounced, count(*) filter (where d.state = 'expired') as expired,
  count(*) filter (where d.state = 'discarded') as discarded, count(*) filter (where d.state = 'cancelled') as cancelled`;
const overhead = String(sealOverheadBytes);
const counterNames = ['accepted', 'delivered', 'bounced', 'expired', 'discarded', 'cancelled'] as const;

const invariants: readonly Invariant[] = [
  {
    kind: 'recipient_without_delivery',
    explanation: 'messages with an accepted recipient that has no delivery',
    text: `select distinct m.id from messages m cross join lateral unnest(m.rcpt_to) as r (recipient)
      where not exists (select from deliveries d where d.message_id = m.id and d.recipient = r.recipient)`,
  },
  {
    kind: 'delivery_stuck',
    explanation:
      'deliveries that are neither final nor held for a reason, and neither due at some time nor leased until some time',
    text: `select d.id from deliveries d where not (
        d.state = 'discarded' or d.state in ${announcedStates}
        or (d.state = 'held' and d.reason is not null and d.next_attempt_at is null
          and d.lease_owner is null and d.lease_until is null and d.destination is not null)
        or (d.state in ('queued', 'deferred') and d.next_attempt_at is not null
          and d.lease_owner is null and d.lease_until is null and d.destination is not null)
        or (d.state = 'sending' and d.lease_owner is not null and d.lease_until is not null))`,
  },
  {
    kind: 'delivery_end_contradicts_state',
    explanation:
      'final deliveries without a finishing time or with a next attempt or lease, or unfinished ones with a finishing time',
    text: `select d.id from deliveries d where case when d.state in ${unfinishedStates} then d.finished_at is not null
      else d.finished_at is null or d.next_attempt_at is not null or d.lease_until is not null end`,
  },
  {
    kind: 'final_event_contradicts_state',
    explanation: 'deliveries whose final events are not exactly the one of their state',
    text: `with ends as (
        select e.delivery_id, count(*) as events, min(e.type) as type from events e
        where e.delivery_id is not null and e.type in ${announcedStates} group by e.delivery_id)
      select d.id from deliveries d left join ends on ends.delivery_id = d.id
      where case when d.state in ${announcedStates} then (ends.events, ends.type) is distinct from (1, d.state)
        else ends.events is not null end`,
  },
  {
    kind: 'discard_without_event',
    explanation: 'discarded deliveries without a reason, or not named by the accepted event of their message',
    text: `select d.id from deliveries d where d.state = 'discarded' and (d.reason is null or not exists (
        select from events e where e.message_id = d.message_id and e.type = 'accepted'
          and e.data -> 'discarded' @> jsonb_build_array(jsonb_build_object('deliveryId', d.id))))`,
  },
  {
    kind: 'hold_without_event',
    explanation:
      'held deliveries that the accepted event of their message does not name, and no attempt of their own has held',
    text: `select d.id from deliveries d where d.state = 'held' and not exists (
        select from events e where e.message_id = d.message_id and e.type = 'accepted'
          and e.data -> 'held' @> jsonb_build_array(jsonb_build_object('deliveryId', d.id)))
      and not exists (
        select from events e where e.message_id = d.message_id and e.type = 'held' and e.delivery_id = d.id)`,
  },
  {
    kind: 'content_pending_wrong',
    explanation:
      'contents whose count of unfinished deliveries is wrong, that nothing needs, or that are missing while needed',
    text: `with needed as (
        select d.content_id as id, count(*) as deliveries from deliveries d
        where d.state in ${unfinishedStates} group by d.content_id)
      select id from contents c full join needed using (id) where c.pending is distinct from needed.deliveries`,
  },
  {
    kind: 'content_octets_wrong',
    explanation: 'contents whose stored octets are not as many, or not in as many chunks, as was received',
    text: `with chunks as (
        select k.content_id as id, count(*) as chunks, max(k.seq) + 1 as next_seq,
          sum(length(k.data) - case when k.is_sealed then ${overhead} else 0 end) as octets
        from content_chunks k group by k.content_id)
      select c.id from contents c left join chunks using (id)
      where case when c.data is not null then length(c.data) - case when c.is_sealed then ${overhead} else 0 end <> c.size_bytes or c.chunk_count <> 0 or chunks.chunks is not null
        else (chunks.chunks, chunks.next_seq, chunks.octets) is distinct from (c.chunk_count, c.chunk_count, c.size_bytes)
        end or c.header_bytes > c.size_bytes`,
  },
  {
    kind: 'quarantine_unsealed',
    explanation:
      'contents of which a delivery is in quarantine, or that say so, and that are not sealed throughout',
    text: `select c.id from contents c where (c.is_sealed or exists (
        select from deliveries d where d.content_id = c.id and d.state = 'held' and d.reason in (${quarantineReasonsSql})))
      and (not c.is_sealed or exists (select from content_chunks k where k.content_id = c.id and not k.is_sealed))`,
  },
  {
    kind: 'chunk_orphaned',
    explanation:
      'contents of chunks that were never accepted, or are no longer needed, and should have been removed',
    text: `select distinct k.content_id as id from content_chunks k
      where k.content_id < $1 and not exists (select from contents c where c.id = k.content_id)`,
    params: (now) => [orphanBound(now)],
  },
  {
    kind: 'alias_counter_wrong',
    explanation: 'aliases whose counters differ from what their deliveries say',
    text: `with facts as (
        select d.alias_id as id, ${factColumns} from deliveries d where d.alias_id is not null group by d.alias_id),
      counted as (
        select a.alias_id as id, ${counterNames.map((name) => `sum(a.${name}) as ${name}`).join(', ')}
        from alias_counters a where a.shard <> ${String(historyShard)} group by a.alias_id)
      select id from facts f full join counted c using (id)
      where ${counterNames.map((name) => `coalesce(f.${name}, 0) <> coalesce(c.${name}, 0)`).join(' or ')}`,
  },
];

const maxReportedIds = 20;

/** See `Queue.findViolations`. */
export async function findViolations(db: Db, now: Date): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const { kind, explanation, text, params } of invariants) {
    const statement = {
      text: `select count(*), (array_agg(bad.id order by bad.id))[1:${String(maxReportedIds)}] as ids from (${text}) bad`,
      params: params?.(now) ?? [],
    };
    const [row] = await db.transaction(async (tx) => {
      // Every row is read: what the connection forbids for single rows is right here.
      await tx.query({ text: 'set local enable_seqscan = on' });
      return tx.query<{ readonly count: number; readonly ids: readonly string[] | null }>(statement);
    });
    if (row === undefined || row.count === 0) continue;
    violations.push({ kind, ids: row.ids ?? [], explanation: `${String(row.count)} ${explanation}` });
  }
  return violations;
}
