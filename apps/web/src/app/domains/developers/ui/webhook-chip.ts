import { Component, computed, inject, input } from '@angular/core';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Words } from '../../../shared/util/words.ts';
import { stateOfWebhook, type WebhookCondition } from '../util/webhook-state.ts';

const looks = {
  active: 'active',
  failing: 'degraded',
  paused: 'paused',
  paused_failing: 'failed',
  paused_gone: 'failed',
} as const;

/** How a webhook is. */
@Component({
  selector: 'app-webhook-chip',
  imports: [StateChip],
  host: { class: 'inline-flex' },
  template: `<app-state-chip [of]="look()" [text]="t('developers.webhook_state.' + state())" />`,
})
export class WebhookChip {
  readonly of = input.required<WebhookCondition>();
  protected readonly t = inject(Words).t;
  protected readonly state = computed(() => stateOfWebhook(this.of()));
  protected readonly look = computed(() => looks[this.state()]);
}
