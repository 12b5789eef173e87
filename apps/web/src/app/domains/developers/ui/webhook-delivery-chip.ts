import { Component, computed, inject, input } from '@angular/core';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Words } from '../../../shared/util/words.ts';

const looks = { waiting: 'queued', sending: 'sending', delivered: 'delivered', failed: 'failed' } as const;

/** How sending an event to a webhook stands. */
@Component({
  selector: 'app-webhook-delivery-chip',
  imports: [StateChip],
  host: { class: 'inline-flex' },
  template: `<app-state-chip [of]="look()" [text]="t('developers.delivery_state.' + state())" />`,
})
export class WebhookDeliveryChip {
  readonly of = input.required<keyof typeof looks>();
  /** Whether it was tried before. */
  readonly isRetry = input(false);
  protected readonly t = inject(Words).t;
  protected readonly state = computed(() =>
    this.of() === 'waiting' && this.isRetry() ? 'deferred' : this.of(),
  );
  protected readonly look = computed(() => (this.state() === 'deferred' ? 'deferred' : looks[this.of()]));
}
