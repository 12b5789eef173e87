import { newId, type Db } from '../db/index.ts';
import { cleanJson, cleanText } from './clean-text.ts';
import { finishSql } from './finish-sql.ts';
import { createGroup } from './group-commit.ts';
import { defineRowset } from './rowset.ts';
import { retryDelayMs } from './rules.ts';
import type { AttemptEvidence, ClaimedDelivery, DeliveryOutcome } from './types.ts';

/** The end of one attempt. */
export interface SettleRequest {
  readonly delivery: ClaimedDelivery;
  /** The owner that claimed it. */
  readonly owner: string;
  readonly outcome: DeliveryOutcome;
}

/** What became of the delivery. */
export type SettleResult =
  | { readonly kind: 'settled'; readonly state: 'delivered' | 'bounced' | 'expired' }
  | { readonly kind: 'settled'; readonly state: 'deferred'; readonly nextAttemptAt: Date }
  /** The lease lapsed and the delivery is someone else's or finished: nothing was changed. */
  | { readonly kind: 'lost_lease' };

const maxGroupItems = 200;

/** Longer than a restart of PostgreSQL takes; a lease outlasts it, so what is not settled by then is tried again. */
const deadlineMs = 30_000;

/** Longest text of the column `reason`, in UTF-16 units: one line of a list. */
const maxReasonText = 500;

interface Settlement {
  readonly request: SettleRequest;
  readonly eventId: string;
  readonly delayMs: number;
}

const settlements = defineRowset<Settlement>('s', 1, [
  ['id', 'uuid', ({ request }) => request.delivery.id],
  ['owner', 'text', ({ request }) => request.owner],
  ['outcome', 'text', ({ request }) => request.outcome.kind],
  ['evidence', 'text', ({ request }) => cleanJson(pickEvidence(request.outcome.evidence))],
  ['reason', 'text', ({ request }) => describeFailure(request.outcome)],
  ['delay_ms', 'float8', ({ delayMs }) => delayMs],
  ['event_id', 'uuid', ({ eventId }) => eventId],
]);

const shardParameter = settlements.nextParameter;
const minIdParameter = shardParameter + 1;

/** A temporary failure after the expiry is the last one. */
const endState = `case when s.outcome = 'deferred' and now() >= d.expires_at then 'expired' else s.outcome end`;

/**
 * The ends of a group of attempts. A row that is no longer leased by the owner is left alone, and missing in the result. The rows are
 * given in the order of their ids, and only the holder of a lease settles, so deliveries are not waited for in a ring.
 *
 * The last id parameter is the smallest id of the group: it keeps the server out of older partitions.
 */
export const settleText = `
with source as materialized (select * from ${settlements.source}),
settled as (
  update deliveries d set
    state = ${endState},
    reason = s.reason,
    attempts = d.attempts + 1,
    next_attempt_at = case when ${endState} = 'deferred'
      then least(now() + s.delay_ms * interval '1 millisecond', d.expires_at) end,
    lease_owner = null,
    lease_until = null,
    last_reply = s.evidence::jsonb,
    finished_at = case when ${endState} <> 'deferred' then now() end
  from source s
  where d.id = s.id and d.id = any ($1::uuid[]) and d.id >= $${String(minIdParameter)}::uuid
    and d.state = 'sending' and d.lease_owner = s.owner
  returning d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.state, d.attempts, d.next_attempt_at,
    d.finished_at, s.event_id, s.evidence
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select s.event_id, now(), s.organization_id, s.message_id, s.id, s.alias_id, s.state,
    s.evidence::jsonb || jsonb_strip_nulls(jsonb_build_object('attempt', s.attempts, 'nextAttemptAt', s.next_attempt_at))
  from settled s
),${finishSql(shardParameter)}
select s.id, s.state, s.next_attempt_at from settled s`;

interface SettledRow {
  readonly id: string;
  readonly state: 'delivered' | 'bounced' | 'expired' | 'deferred';
  readonly next_attempt_at: Date | null;
}

/** Makes the function behind `Queue.settle`. */
export function createSettle(
  db: Db,
  shard: number,
  onGroupFailure: (error: unknown, itemCount: number) => void,
): (request: SettleRequest) => Promise<SettleResult> {
  return createGroup<SettleRequest, SettleResult>({
    commit: async (requests) => {
      const params = toParams(requests, shard);
      const rows = await db.query<SettledRow>({ name: 'queue-settle', text: settleText, params });
      const results = new Map(rows.map((row) => [row.id, toResult(row)]));
      return requests.map(({ delivery }) => results.get(delivery.id) ?? { kind: 'lost_lease' });
    },
    onGroupFailure,
    sizeOf: () => 0,
    maxBytes: Infinity,
    maxItems: maxGroupItems,
    maxConcurrent: 2,
    deadlineMs,
  });
}

function toParams(requests: readonly SettleRequest[], shard: number): readonly unknown[] {
  const sorted = requests.toSorted((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1));
  const rows = sorted.map((request) => ({
    request,
    eventId: newId(),
    delayMs: retryDelayMs(request.delivery.attempts, Math.random()),
  }));
  return [...settlements.params(rows), shard, sorted[0]?.delivery.id];
}

function toResult({ state, next_attempt_at: nextAttemptAt }: SettledRow): SettleResult {
  if (state !== 'deferred') return { kind: 'settled', state };
  if (nextAttemptAt === null) throw new Error('a deferred delivery without a next attempt');
  return { kind: 'settled', state, nextAttemptAt };
}

/** The fields of evidence and no others: what else a caller's object carries is not for the timeline. */
function pickEvidence({ host, tls, stage, reply, explanation, durationMs }: AttemptEvidence) {
  const said = reply && { code: reply.code, enhanced: reply.enhanced, text: reply.text };
  return { host, tls, stage, reply: said, explanation, durationMs };
}

/** The failure in a line; nothing after success. */
function describeFailure({ kind, evidence }: DeliveryOutcome): string | undefined {
  if (kind === 'delivered') return undefined;
  const { reply, explanation, stage } = evidence;
  const words = reply
    ? [reply.code, reply.enhanced, reply.text].filter((part) => part !== undefined).join(' ')
    : explanation;
  return cleanText((words ?? `failed at ${stage}`).replaceAll('\n', ' '), maxReasonText);
}
