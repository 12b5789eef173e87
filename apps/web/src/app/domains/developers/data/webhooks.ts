import { inject, Injectable } from '@angular/core';
import type { Answer, Arguments, EventType } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';

/** A webhook without its secret. */
export type Webhook = ItemOf<'listWebhooks'>;
/** What was sent to it. */
export type WebhookDelivery = ItemOf<'listWebhookDeliveries'>;
/** The same with bodies and attempts. */
export type WebhookDeliveryDetail = Answer<'getWebhookDelivery'>;
/** What to change of one. */
export type WebhookChange = NonNullable<Arguments<'changeWebhook'>['body']>;

/** What people set of a webhook. */
export interface WebhookInput {
  readonly url: string;
  readonly description: string;
  /** Null: everything, also types that come later. */
  readonly event_types: EventType[] | null;
}

/** Webhooks of the organization. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class WebhookCalls {
  readonly #api = inject(Api);

  create(input: WebhookInput): Promise<Answer<'createWebhook'>> {
    return this.#api.call('createWebhook', { body: input });
  }

  change(id: string, change: WebhookChange): Promise<Webhook> {
    return this.#api.call('changeWebhook', { params: { webhook_id: id }, body: change });
  }

  async delete(id: string): Promise<void> {
    await this.#api.call('deleteWebhook', { params: { webhook_id: id } });
  }

  rotateSecret(id: string): Promise<Answer<'rotateWebhookSecret'>> {
    return this.#api.call('rotateWebhookSecret', { params: { webhook_id: id } });
  }

  /** Gives the id of the delivery. */
  async test(id: string): Promise<string> {
    return (await this.#api.call('testWebhook', { params: { webhook_id: id } })).delivery_id;
  }

  delivery(webhookId: string, id: string): Promise<WebhookDeliveryDetail> {
    const params = { webhook_id: webhookId, webhook_delivery_id: id };
    return this.#api.call('getWebhookDelivery', { params });
  }

  replay(webhookId: string, id: string): Promise<WebhookDelivery> {
    const params = { webhook_id: webhookId, webhook_delivery_id: id };
    return this.#api.call('replayWebhookDelivery', { params });
  }

  /** Sends everything again that failed since an instant; gives how many that were. */
  async replayAll(webhookId: string, since: string): Promise<number> {
    let count = 0;
    for (;;) {
      const { replayed, has_more: hasMore } = await this.#api.call('replayWebhookDeliveries', {
        params: { webhook_id: webhookId },
        body: { since },
      });
      count += replayed;
      // One that says that there is more and takes none would go on for ever.
      if (!hasMore || replayed === 0) return count;
    }
  }
}
