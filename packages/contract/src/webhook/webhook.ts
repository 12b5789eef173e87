import { z } from 'zod';
import { eventTypeNames } from '../event/event.ts';
import { id, instant } from '../api/page.ts';
import { text } from '../api/text.ts';

/** Webhooks of one organization at most. */
export const maxWebhooks = 20;

/** Aliases, or domains, that one webhook can be limited to. */
const maxChosen = 100;

/** Why a webhook is sent nothing. */
export const pauseReasons = ['by_hand', 'failing', 'gone'] as const;
/** One of {@link pauseReasons}. */
export type PauseReason = (typeof pauseReasons)[number];

/** States of a delivery to a webhook. */
export const webhookDeliveryStates = ['waiting', 'sending', 'delivered', 'failed'] as const;
/** One of {@link webhookDeliveryStates}. */
export type WebhookDeliveryState = (typeof webhookDeliveryStates)[number];

/** A webhook without its secret. */
export const webhook = z.object({
  id,
  url: z.string().meta({ example: 'https://receiver.example/smtpy' }),
  description: z.string().meta({ example: 'Orders' }),
  event_types: z
    .array(z.enum(eventTypeNames))
    .nullable()
    .meta({ description: 'What it is told of; null: everything, also types that come later' }),
  alias_ids: z.array(id).nullable().meta({
    description: 'With `domain_ids`: only what is about one of these; both null: whatever it is about',
  }),
  domain_ids: z.array(id).nullable(),
  is_enabled: z.boolean().meta({ description: 'Whether it is told of events; false: it is paused' }),
  paused_at: instant.nullable(),
  pause_reason: z.enum(pauseReasons).nullable().meta({
    description:
      '`by_hand`: a member paused it; `failing`: for three days nothing arrived; `gone`: it answered 410',
  }),
  failing_since: instant.nullable().meta({ description: 'The first failure after the last success' }),
  previous_secret_until: instant
    .nullable()
    .meta({ description: 'Until when the secret before the present one signs as well' }),
  created_at: instant,
  updated_at: instant,
});

/** A webhook with its secret, which is shown this once. */
export const webhookWithSecret = z.object({
  ...webhook.shape,
  secret: z.string().meta({
    description: 'What signatures are checked with; shown this once',
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  }),
});

const chosenIds = z
  .array(id)
  .min(1, 'Name at least one, or give null for all.')
  .max(maxChosen)
  .refine((ids) => new Set(ids).size === ids.length, 'One of them stands here twice.')
  .nullable();

const fields = {
  url: z.string().trim().min(1, 'This is empty.').max(2_000, 'This has more than 2000 characters.').meta({
    description: '`https:`, on port 443 or one from 1024 on, at an address of the public Internet',
    example: 'https://receiver.example/smtpy',
  }),
  description: text({ min: 0, max: 200 }).meta({ description: 'For people', example: 'Orders' }),
  event_types: z
    .array(z.enum(eventTypeNames))
    .min(1, 'Name at least one, or give null for all.')
    .max(eventTypeNames.length)
    .refine((types) => new Set(types).size === types.length, 'One of them stands here twice.')
    .nullable()
    .meta({ description: 'What it is told of; null: everything, also types that come later' }),
  alias_ids: chosenIds.meta({ description: 'Only what is about one of these aliases or `domain_ids`' }),
  domain_ids: chosenIds.meta({ description: 'Only what is about one of these domains or their aliases' }),
  is_enabled: z.boolean().meta({ description: 'False pauses it, true lets it go on' }),
};

/** What a new webhook is made of. */
export const newWebhook = z.strictObject({
  url: fields.url,
  description: fields.description.default(''),
  event_types: fields.event_types.default(null),
  alias_ids: fields.alias_ids.default(null),
  domain_ids: fields.domain_ids.default(null),
});

/** What can be changed of one. */
export const webhookChange = z.strictObject(fields).partial();

/** One event for one webhook. */
export const webhookDelivery = z.object({
  id,
  webhook_id: id,
  event_id: id.meta({ description: 'The id of the event, sent as `webhook-id`' }),
  event_type: z.enum(eventTypeNames),
  state: z.enum(webhookDeliveryStates).meta({
    description: '`waiting` for its first or next attempt, `sending`, `delivered`, or `failed` for good',
  }),
  attempts: z.int().min(0),
  next_attempt_at: instant.nullable(),
  last_status: z.int().nullable().meta({ description: 'Status of the last answer' }),
  last_error: z
    .string()
    .nullable()
    .meta({ description: 'Why the last attempt did not succeed', example: 'The answer was 503' }),
  created_at: instant,
  finished_at: instant.nullable(),
});

const headerFields = z.record(z.string(), z.string());

/** One attempt with what was sent and answered. */
export const webhookAttempt = z.object({
  number: z.int().min(1),
  at: instant,
  duration_ms: z.int().min(0),
  request: z.object({
    url: z.string(),
    headers: headerFields,
  }),
  response: z
    .object({
      status: z.int(),
      headers: headerFields,
      body: z.string().meta({ description: 'The first 4 KiB, as UTF-8' }),
    })
    .nullable(),
  error: z.string().nullable(),
});

/** A delivery with its body and its attempts, the newest first; of many attempts the last 50. */
export const webhookDeliveryDetail = z.object({
  ...webhookDelivery.shape,
  body: z
    .string()
    .nullable()
    .meta({ description: 'What is sent, the same octets with every attempt; null before the first' }),
  attempt_log: z.array(webhookAttempt),
});

/** A type of event with its words. */
export const eventTypeDescription = z.object({
  type: z.enum(eventTypeNames),
  description: z.string().meta({ example: 'The next hop took a delivery' }),
});
