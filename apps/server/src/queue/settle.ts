import type { SmtpReply } from '@smtpy/mail';
import { newId, type Db, type Sealer } from '../db/index.ts';
import { cleanJson, cleanText } from './clean-text.ts';
import { finishSql, forgetDestinationSql } from './finish-sql.ts';
import { followupsSql, notifyFollowups } from './followup-sql.ts';
import { createGroup } from './group-commit.ts';
import { defineRowset } from './rowset.ts';
import { withoutRemoteWords } from './redaction.ts';
import { lifetimeDays, quarantineDays, retryDelayMs } from './rules.ts';
import { sealStored } from './sealed-content.ts';
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
  | { readonly kind: 'settled'; readonly state: 'delivered' | 'bounced' | 'expired' | 'held' }
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
const delayNoticeParameter = minIdParameter + 1;

/** A temporary failure after the expiry is the last one. */
const endState = `case when s.outcome = 'deferred' and now() >= d.expires_at then 'expired' else s.outcome end`;

const isEnd = `${endState} not in ('deferred', 'held')`;

/**
 * Whether the owner is to hear now that a delivery takes long: once, after the time that was asked for (in ms; null: never). The time counts
 * from when it could first be sent, which for a held delivery is when it was let go.
 */
const isNewlyDelayed = `(${endState} = 'deferred' and d.delayed_at is null and d.kind in ('forward', 'reply')
      and now() >= d.expires_at - interval '${String(lifetimeDays)} days'
        + $${String(delayNoticeParameter)}::float8 * interval '1 millisecond')`;

/**
 * The ends of a group of attempts. A row that is no longer leased by the owner is left alone, and missing in the result. The rows are
 * given in the order of their ids, and only the holder of a lease settles, so deliveries are not waited for in a ring.
 *
 * The last id parameter is the smallest id of the group: it keeps the server out of older partitions.
 */
const settleBody = `
with source as materialized (select * from ${settlements.source}),
changed as (
  update deliveries d set
    state = ${endState},
    reason = s.reason,
    expires_at = case when ${endState} = 'held' then now() + interval '${String(quarantineDays)} days' else d.expires_at end,
    attempts = d.attempts + 1,
    next_attempt_at = case when ${endState} = 'deferred'
      then least(now() + s.delay_ms * interval '1 millisecond', d.expires_at) end,
    lease_owner = null,
    lease_until = null,
    last_reply = s.evidence::jsonb,
    finished_at = case when ${isEnd} then now() end,
    ${forgetDestinationSql(isEnd)},
    delayed_at = case when ${isNewlyDelayed} then now() else d.delayed_at end
  from source s
  where d.id = s.id and d.id = any ($1::uuid[]) and d.id >= $${String(minIdParameter)}::uuid
    and d.state = 'sending' and d.lease_owner = s.owner
  returning d.id, d.message_id, d.organization_id, d.content_id, d.alias_id, d.kind, d.mode, d.state, d.attempts,
    d.next_attempt_at, d.finished_at, case when d.state = 'held' then d.reason end as hold_reason, coalesce(d.delayed_at = now(), false) as is_newly_delayed, s.event_id, s.evidence
),
settled as (
  select c.*, c.evidence::jsonb || jsonb_strip_nulls(
    jsonb_build_object('attempt', c.attempts, 'nextAttemptAt', c.next_attempt_at, 'reason', c.hold_reason)) as event_data
  from changed c
),
new_events as (
  insert into events (id, at, organization_id, message_id, delivery_id, alias_id, type, data)
  select s.event_id, now(), s.organization_id, s.message_id, s.id, s.alias_id, s.state, s.event_data from settled s
),${finishSql(shardParameter)}`;

const results = 'select s.id, s.state, s.next_attempt_at';

/** For groups in which everything was taken: nothing follows. */
export const settleDeliveredText = `${settleBody}
${results} from settled s`;

/** For all other groups. */
export const settleText = `${settleBody},${followupsSql}
${results}, ${notifyFollowups} from settled s`;

interface SettledRow {
  readonly id: string;
  readonly state: 'delivered' | 'bounced' | 'expired' | 'held' | 'deferred';
  readonly next_attempt_at: Date | null;
}

/** What {@link createSettle} needs beside the database. */
export interface SettleOptions {
  readonly sealer: Sealer;
  readonly shard: number;
  /** How long a delivery is tried before its delay is noted as a followup; undefined: never. */
  readonly delayNoticeAfterMs: number | undefined;
  readonly onGroupFailure: (error: unknown, itemCount: number) => void;
}

/** Makes the function behind `Queue.settle`. */
export function createSettle(
  db: Db,
  options: SettleOptions,
): (request: SettleRequest) => Promise<SettleResult> {
  const submit = createGroup<SettleRequest, SettleResult>({
    commit: async (requests) => {
      const params = toParams(requests, options);
      const rows = await db.query<SettledRow>({ ...statementFor(requests), params });
      const results = new Map(rows.map((row) => [row.id, toResult(row)]));
      return requests.map(({ delivery }) => results.get(delivery.id) ?? { kind: 'lost_lease' });
    },
    onGroupFailure: options.onGroupFailure,
    sizeOf: () => 0,
    maxBytes: Infinity,
    maxItems: maxGroupItems,
    maxConcurrent: 2,
    deadlineMs,
  });
  return async (request) => {
    // Before the statement, since content may be large; under the lease, so that it is there.
    const { delivery, outcome } = request;
    if (outcome.kind === 'held') await sealStored(db, options.sealer, delivery.contentId);
    const evidence = withoutRemoteWords(outcome.evidence, delivery);
    return submit({ ...request, outcome: { ...outcome, evidence } });
  };
}

/** Nearly all attempts deliver: their statement has nothing in it that costs and does nothing. */
function statementFor(requests: readonly SettleRequest[]) {
  const isPlain = requests.every(
    ({ delivery, outcome }) => outcome.kind === 'delivered' && delivery.kind !== 'probe',
  );
  return isPlain
    ? { name: 'queue-settle-delivered', text: settleDeliveredText }
    : { name: 'queue-settle', text: settleText };
}

function toParams(
  requests: readonly SettleRequest[],
  { shard, delayNoticeAfterMs }: SettleOptions,
): readonly unknown[] {
  const sorted = requests.toSorted((a, b) => (a.delivery.id < b.delivery.id ? -1 : 1));
  const rows = sorted.map((request) => ({
    request,
    eventId: newId(),
    delayMs: retryDelayMs(
      request.delivery.attempts,
      Math.random(),
      request.outcome.evidence.failure?.failureClass,
    ),
  }));
  return [...settlements.params(rows), shard, sorted[0]?.delivery.id, delayNoticeAfterMs ?? null];
}

function toResult({ state, next_attempt_at: nextAttemptAt }: SettledRow): SettleResult {
  if (state !== 'deferred') return { kind: 'settled', state };
  if (nextAttemptAt === null) throw new Error('a deferred delivery without a next attempt');
  return { kind: 'settled', state, nextAttemptAt };
}

/** The fields of evidence and no others: what else a caller's object carries is not for the timeline. */
function pickEvidence(evidence: AttemptEvidence) {
  const { host, tls, stage, reply, explanation, failure, sentIn, refusedAsPreserve, changes, durationMs } =
    evidence;
  return {
    host,
    tls,
    stage,
    reply: reply && pickReply(reply),
    explanation,
    failure: failure && { failureClass: failure.failureClass, cause: failure.cause },
    sentIn,
    refusedAsPreserve: refusedAsPreserve && {
      host: refusedAsPreserve.host,
      reply: pickReply(refusedAsPreserve.reply),
    },
    changes: changes === undefined || changes.length === 0 ? undefined : changes,
    durationMs,
  };
}

function pickReply({ code, enhanced, text }: SmtpReply) {
  return { code, enhanced, text };
}

/** The failure in a line, or the word for a hold; nothing after success. */
function describeFailure(outcome: DeliveryOutcome): string | undefined {
  if (outcome.kind === 'delivered') return undefined;
  if (outcome.kind === 'held') return outcome.holdReason;
  const { reply, explanation, stage } = outcome.evidence;
  const words = reply
    ? [reply.code, reply.enhanced, reply.text].filter((part) => part !== undefined && part !== '').join(' ')
    : explanation;
  return cleanText((words ?? `failed at ${stage}`).replaceAll('\n', ' '), maxReasonText);
}
