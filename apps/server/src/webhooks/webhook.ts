import type { EventType, PauseReason, WebhookDeliveryState } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';

/** An address that is told of events; its secret is not in it. */
export interface Webhook {
  readonly id: string;
  readonly organizationId: string;
  readonly url: string;
  readonly description: string;
  /** Undefined: all. */
  readonly eventTypes: readonly EventType[] | undefined;
  /** This and `domainIds` undefined: whatever it is about. */
  readonly aliasIds: readonly string[] | undefined;
  readonly domainIds: readonly string[] | undefined;
  /** Undefined: it is told of events. */
  readonly pause: { readonly at: Date; readonly reason: PauseReason } | undefined;
  /** The first failure after the last success. */
  readonly failingSince: Date | undefined;
  /** Until when the secret before the present one signs as well. */
  readonly previousSecretUntil: Date | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A webhook as its organization names it. */
export interface WebhookReference {
  readonly organizationId: string;
  readonly webhookId: string;
}

/** What of a webhook people choose. */
export type WebhookChoice = Pick<Webhook, 'url' | 'description' | 'eventTypes' | 'aliasIds' | 'domainIds'>;

/** A webhook to make. */
export interface CreateWebhook extends WebhookChoice {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** What to change; what is absent stays. */
export interface ChangeWebhook extends WebhookReference {
  readonly change: Partial<WebhookChoice> & { readonly isEnabled?: boolean };
  readonly actor: Actor;
}

/** A fault of one field of a wish: its name, and a sentence. */
export interface WebhookFault {
  readonly kind: 'invalid';
  readonly field: 'url' | 'alias_ids' | 'domain_ids';
  readonly reason: string;
}

/** How making one ended. */
export type CreateWebhookResult =
  | { readonly kind: 'created'; readonly webhook: Webhook; readonly secret: string }
  | { readonly kind: 'limit_reached'; readonly reason: string }
  | WebhookFault;

/** How a change ended. */
export type ChangeWebhookResult =
  { readonly kind: 'changed'; readonly webhook: Webhook } | { readonly kind: 'unknown' } | WebhookFault;

/** One event for one webhook, as the log has it. */
export interface WebhookDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly toldId: string;
  readonly eventType: EventType;
  readonly state: WebhookDeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | undefined;
  readonly lastStatus: number | undefined;
  readonly lastError: string | undefined;
  readonly createdAt: Date;
  readonly finishedAt: Date | undefined;
}

/** Header fields by their names in lower case. */
export type HeaderFields = Readonly<Record<string, string>>;

/** What was sent and answered. */
export interface WebhookAttempt {
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly url: string;
  readonly requestHeaders: HeaderFields;
  readonly response:
    { readonly status: number; readonly headers: HeaderFields; readonly body: string } | undefined;
  /** In words; undefined: it succeeded. */
  readonly error: string | undefined;
}
