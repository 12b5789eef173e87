import { Component, effect, inject, input, untracked } from '@angular/core';
import { RefreshCw, Send } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { WebhookDeliveryChip } from '../ui/webhook-delivery-chip.ts';

const states = ['', 'waiting', 'delivered', 'failed'] as const;

/** What was sent to a webhook, and what its server answered; while something waits the list is loaded anew every now and then. */
@Component({
  selector: 'app-webhook-deliveries',
  imports: [Choice, EmptyState, Icon, ListFrame, TimeAgo, WebhookDeliveryChip],
  host: { class: 'grid grid-cols-1 gap-3' },
  template: `<div class="flex flex-wrap items-center justify-between gap-3">
      <h2 class="m-0">{{ t('developers.log.title') }}</h2>
      <div class="flex flex-wrap items-center gap-2">
        <app-choice
          [label]="t('developers.webhooks.state')"
          [hidesLabel]="true"
          [choices]="choices()"
          [value]="state()"
          (chosen)="query.set({ state: $event })"
        />
        @if (canWrite()) {
          <button type="button" class="btn small" (click)="replayAll()">
            <app-icon [of]="send" [size]="15" />{{ t('developers.log.replay_all') }}
          </button>
        }
        <button
          type="button"
          class="btn icon small"
          [attr.aria-label]="t('developers.log.reload')"
          [title]="t('developers.log.reload')"
          (click)="list.reload()"
        >
          <app-icon [of]="refresh" [size]="15" />
        </button>
      </div>
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="state() !== ''"
      [skeletonRows]="5"
      (cleared)="query.set({ state: '' })"
    >
      <app-empty-state empty [title]="t('developers.log.none')" [text]="t('developers.log.none_text')" />
      <table class="table cards">
        <caption class="sr-only">
          {{
            t('developers.log.title')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ t('developers.log.event') }}</th>
            <th scope="col">{{ t('developers.webhooks.state') }}</th>
            <th scope="col">{{ t('developers.log.answer') }}</th>
            <th scope="col" class="number">{{ t('developers.log.attempts') }}</th>
            <th scope="col">{{ t('developers.log.at') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (delivery of list.items(); track delivery.id) {
            <tr>
              <td>
                <button
                  type="button"
                  class="border-0 bg-transparent p-0 text-left font-medium hover:underline"
                  (click)="show(delivery.id)"
                >
                  {{ t('developers.event.' + delivery.event_type) }}
                  <code class="block font-normal text-muted">{{ delivery.event_type }}</code>
                </button>
              </td>
              <td>
                <app-webhook-delivery-chip [of]="delivery.state" [isRetry]="delivery.attempts > 0" />
              </td>
              <td class="full text-muted">
                <span class="min-w-0 break-words">
                  @if (delivery.last_status; as status) {
                    <code>{{ status }}</code>
                  }
                  @if (delivery.last_error; as error) {
                    <span lang="en">{{ error }}</span>
                  }
                  @if (delivery.state === 'waiting' && delivery.next_attempt_at; as at) {
                    <span class="block text-[13px]"
                      >{{ t('developers.log.next') }} <app-time-ago [of]="at"
                    /></span>
                  }
                </span>
              </td>
              <td class="number phone-hidden">{{ delivery.attempts }}</td>
              <td class="text-muted"><app-time-ago [of]="delivery.created_at" /></td>
            </tr>
          }
        </tbody>
      </table>
    </app-list-frame>
    <p class="m-0 text-[13px] text-muted">{{ t('developers.log.kept') }}</p>`,
})
export class WebhookDeliveries {
  readonly webhookId = input.required<string>();
  readonly canWrite = input.required<boolean>();
  readonly #dialogs = inject(Dialogs);
  protected readonly t = inject(Words).t;
  protected readonly send = Send;
  protected readonly refresh = RefreshCw;
  protected readonly query = urlQuery('state');
  protected readonly state = this.query.oneOf('state', states, '');
  protected readonly choices = wordedChoices(states, 'developers.delivery_state.');
  protected readonly list = paged('listWebhookDeliveries', () => ({
    params: { webhook_id: this.webhookId() },
    query: this.state() === '' ? {} : { state: this.state() },
  }));

  constructor() {
    const clock = inject(Clock);
    effect(() => {
      clock.now();
      const isMoving = untracked(() => this.list.items())?.some(
        ({ state }) => state === 'waiting' || state === 'sending',
      );
      if (isMoving === true) this.list.reload();
    });
  }

  protected async show(deliveryId: string): Promise<void> {
    await this.#dialogs.open(
      () => import('./webhook-delivery-dialog.ts').then((m) => m.WebhookDeliveryDialog),
      { webhookId: this.webhookId(), deliveryId, canWrite: this.canWrite() },
    );
    this.list.reload();
  }

  protected async replayAll(): Promise<void> {
    await this.#dialogs.open(
      () => import('./replay-dialog.ts').then((m) => m.ReplayDialog),
      this.webhookId(),
    );
    this.list.reload();
  }
}
