import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';

/** A delivery that has not ended. */
export type QueuedDelivery = ItemOf<'listDeliveries'>;

/** Deliveries of all organizations. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class QueueCalls {
  readonly #api = inject(Api);

  async retry(id: string): Promise<void> {
    await this.#api.call('retryDelivery', { params: { delivery_id: id } }, { isPersonal: true });
  }

  async cancel(id: string): Promise<void> {
    await this.#api.call('cancelDelivery', { params: { delivery_id: id } }, { isPersonal: true });
  }
}
