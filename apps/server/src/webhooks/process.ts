import { settleAttempt, markHealth, type ClaimedDelivery, type SettleAttempt } from './claim-store.ts';
import type { SenderDependencies } from './dependencies.ts';
import { pauseForFailure } from './pause.ts';
import { classifyAttempt, retryDelayMs, type AttemptOutcome } from './rules.ts';
import { sendAttempt } from './send.ts';

/** Sends one event and settles what came of it. Never rejects: what fails here is sent again when the lease has lapsed. */
export async function processDelivery(
  dependencies: SenderDependencies,
  delivery: ClaimedDelivery,
): Promise<void> {
  const { events } = dependencies;
  // Expected: the database is away, or a defect of ours.
  try {
    const sent = await sendAttempt(dependencies, delivery);
    const outcome: AttemptOutcome | undefined =
      sent && classifyAttempt(sent.result, dependencies.clock.now());
    const attempt = sent?.attempt ?? nothingSent(dependencies, delivery);
    const error = sent === undefined ? 'The event is not kept any more' : errorOf(outcome);
    await settle(dependencies, delivery, { outcome, attempt: { ...attempt, error } });
    const { webhookId, eventType, attempts } = delivery;
    const { durationMs } = attempt;
    events.webhookAttempted({
      webhookId,
      eventType,
      attempts,
      durationMs,
      outcome: outcome?.kind ?? 'failed',
    });
  } catch (error) {
    events.failed('webhook', error, { webhookId: delivery.webhookId, deliveryId: delivery.id });
  }
}

function nothingSent(
  { clock }: SenderDependencies,
  { url }: ClaimedDelivery,
): Omit<SettleAttempt['attempt'], 'error'> {
  return { at: clock.now(), durationMs: 0, url, requestHeaders: {}, response: undefined };
}

function errorOf(outcome: AttemptOutcome | undefined): string | undefined {
  return outcome === undefined || outcome.kind === 'delivered' ? undefined : outcome.error;
}

/** Everything that follows from an attempt, in one transaction. A test says nothing about how the webhook fares. */
function settle(
  dependencies: SenderDependencies,
  delivery: ClaimedDelivery,
  {
    outcome,
    attempt,
  }: { readonly outcome: AttemptOutcome | undefined; readonly attempt: SettleAttempt['attempt'] },
): Promise<void> {
  const { db, owner } = dependencies;
  const { webhookId, eventType } = delivery;
  return db.transaction(async (tx) => {
    const settled = await settleAttempt(tx, {
      delivery,
      owner,
      attempt,
      result: resultOf(outcome, delivery),
    });
    if (settled === undefined || outcome === undefined) return;
    const isTest = eventType === 'webhook.test';
    if (outcome.kind === 'delivered' || !isTest)
      await markHealth(tx, { webhookId, isHealthy: outcome.kind === 'delivered' });
    const { error } = attempt;
    if (outcome.kind === 'gone')
      await pauseForFailure(tx, dependencies, { webhookId, reason: 'gone', error });
    else if (settled.state === 'failed' && settled.hasOnlyFailed && !isTest)
      await pauseForFailure(tx, dependencies, { webhookId, reason: 'failing', error });
  });
}

function resultOf(
  outcome: AttemptOutcome | undefined,
  { failures }: ClaimedDelivery,
): SettleAttempt['result'] {
  switch (outcome?.kind) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'failed': {
      const { retryAfterMs } = outcome;
      return {
        kind: 'retry',
        delayMs: retryDelayMs({ failures: failures + 1, retryAfterMs, random: Math.random() }),
      };
    }
    case 'gone':
    case undefined:
      return { kind: 'failed' };
  }
}
