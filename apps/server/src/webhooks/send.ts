import { findEvents, formatEvent } from '../facts/index.ts';
import { parseTarget, type OutgoingResult } from '../outgoing-http/index.ts';
import { savePayload, type ClaimedDelivery } from './claim-store.ts';
import type { SenderDependencies } from './dependencies.ts';
import { openSecret, signatureHeaders } from './secret.ts';
import type { HeaderFields, WebhookAttempt } from './webhook.ts';

/** Octets of an answer that the log keeps. */
const keptBodyBytes = 4 * 1024;
/** Fields of an answer, and characters of each, that the log keeps. */
const keptFields = 50;
const keptFieldCharacters = 500;

/** One attempt: what was sent, and what came of it. */
export interface SentAttempt {
  readonly result: OutgoingResult;
  readonly attempt: Omit<WebhookAttempt, 'number' | 'error'>;
}

/** Sends an event. Undefined: there is nothing to send any more, since retention took it. */
export async function sendAttempt(
  dependencies: SenderDependencies,
  delivery: ClaimedDelivery,
): Promise<SentAttempt | undefined> {
  const payload = delivery.payload ?? (await makePayload(dependencies, delivery));
  if (payload === undefined) return undefined;
  const { sealer, clock } = dependencies;
  const body = Buffer.from(payload);
  const at = clock.now();
  const secrets = delivery.secretsSealed.map((sealed) => openSecret(sealer, delivery.webhookId, sealed));
  const requestHeaders: HeaderFields = {
    'content-type': 'application/json',
    'user-agent': 'SMTPy-Webhooks',
    ...signatureHeaders({ id: delivery.toldId, at, body }, secrets),
  };
  const began = performance.now();
  const result = await post(dependencies, { url: delivery.url, headers: requestHeaders, body });
  const durationMs = Math.round(performance.now() - began);
  const response = result.kind === 'answered' ? keptOf(result) : undefined;
  return { result, attempt: { at, durationMs, url: delivery.url, requestHeaders, response } };
}

/** The event as it is now, kept before it is sent: each later attempt sends the same octets. */
async function makePayload(
  { db }: SenderDependencies,
  { id, organizationId, eventId, toldDeliveryId, eventType }: ClaimedDelivery,
): Promise<string | undefined> {
  if (eventId === undefined) return undefined;
  const told = toldDeliveryId === undefined ? {} : { deliveryId: toldDeliveryId, toldAs: eventType };
  const [row] = await findEvents(db, organizationId, [{ eventId, ...told }]);
  const event = row && formatEvent(row);
  if (event === undefined) return undefined;
  const payload = JSON.stringify(event);
  await savePayload(db, id, payload);
  return payload;
}

/** What was allowed when the webhook was made may not be any more. */
async function post(
  { http, allowsAddress }: SenderDependencies,
  { url, headers, body }: { readonly url: string; readonly headers: HeaderFields; readonly body: Buffer },
): Promise<OutgoingResult> {
  const target = parseTarget(url, allowsAddress);
  if (!target.ok) return { kind: 'forbidden', reason: target.reason };
  return http.send({ url: target.value, method: 'POST', headers, body });
}

function keptOf({
  status,
  headers,
  body,
}: Extract<OutgoingResult, { readonly kind: 'answered' }>): NonNullable<WebhookAttempt['response']> {
  const fields = Object.entries(headers)
    .slice(0, keptFields)
    .map(([name, value]) => [name, keptText(String(value)).slice(0, keptFieldCharacters)] as const);
  return {
    status,
    headers: Object.fromEntries(fields),
    body: keptText(body.subarray(0, keptBodyBytes).toString('utf8')),
  };
}

/** PostgreSQL has no NUL in texts. */
function keptText(text: string): string {
  return text.replaceAll('\u0000', '\u2400').toWellFormed();
}
