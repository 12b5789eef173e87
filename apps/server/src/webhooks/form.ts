import { ApiError } from '../api/index.ts';
import type { DeliveryDetail } from './sent.ts';
import type { Webhook, WebhookAttempt, WebhookDelivery, WebhookFault } from './webhook.ts';

/** A webhook as the API gives it. */
export function formatWebhook(webhook: Webhook) {
  return {
    id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    event_types: webhook.eventTypes?.slice() ?? null,
    alias_ids: webhook.aliasIds?.slice() ?? null,
    domain_ids: webhook.domainIds?.slice() ?? null,
    is_enabled: webhook.pause === undefined,
    paused_at: webhook.pause?.at.toISOString() ?? null,
    pause_reason: webhook.pause?.reason ?? null,
    failing_since: webhook.failingSince?.toISOString() ?? null,
    previous_secret_until: webhook.previousSecretUntil?.toISOString() ?? null,
    created_at: webhook.createdAt.toISOString(),
    updated_at: webhook.updatedAt.toISOString(),
  };
}

/** A delivery as the API gives it. */
export function formatDelivery(delivery: WebhookDelivery) {
  return {
    id: delivery.id,
    webhook_id: delivery.webhookId,
    event_id: delivery.toldId,
    event_type: delivery.eventType,
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    last_status: delivery.lastStatus ?? null,
    last_error: delivery.lastError ?? null,
    created_at: delivery.createdAt.toISOString(),
    finished_at: delivery.finishedAt?.toISOString() ?? null,
  };
}

/** The same with body and log. */
export function formatDetail({ delivery, body, attempts }: DeliveryDetail) {
  return { ...formatDelivery(delivery), body: body ?? null, attempt_log: attempts.map(formatAttempt) };
}

function formatAttempt({ number, at, durationMs, url, requestHeaders, response, error }: WebhookAttempt) {
  return {
    number,
    at: at.toISOString(),
    duration_ms: durationMs,
    request: { url, headers: { ...requestHeaders } },
    response: response === undefined ? null : { ...response, headers: { ...response.headers } },
    error: error ?? null,
  };
}

/** The error of a fault. */
export function faultError({ field, reason }: WebhookFault): ApiError {
  return ApiError.field(`body.${field}`, `${reason}.`);
}
