import { Component, computed, inject, output } from '@angular/core';
import { X } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Address } from '../../../shared/ui/address.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { QueueCalls, type QueuedDelivery } from '../data/queue.ts';

const states = ['', 'queued', 'sending', 'deferred', 'held'] as const;

/** The deliveries of all organizations that have not ended, the oldest first. */
@Component({
  selector: 'app-queue-deliveries',
  imports: [Address, Choice, EmptyState, Icon, ListFrame, StateChip, TimeAgo],
  host: { class: 'grid grid-cols-1 gap-3' },
  template: `<div class="flex flex-wrap items-center gap-3">
      <h2 class="m-0 mr-auto">{{ t('administration.queue.deliveries') }}</h2>
      @if (query.values().destination; as domain) {
        <button type="button" class="btn small" (click)="query.set({ destination: '' })">
          {{ t('administration.queue.only', { domain }) }}<app-icon [of]="cross" [size]="15" />
        </button>
      }
      <app-choice
        [label]="t('administration.state')"
        [hidesLabel]="true"
        [choices]="choices()"
        [value]="state()"
        (chosen)="query.set({ state: $event })"
      />
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      [skeletonRows]="5"
      (cleared)="query.set({ state: '', destination: '' })"
    >
      <app-empty-state
        empty
        [title]="t('administration.queue.none')"
        [text]="t('administration.queue.none_text')"
      />
      <table class="table cards">
        <caption class="sr-only">
          {{
            t('administration.queue.deliveries')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ t('administration.queue.recipient') }}</th>
            <th scope="col">{{ t('administration.state') }}</th>
            <th scope="col">{{ t('administration.queue.destination') }}</th>
            <th scope="col">{{ t('administration.queue.why') }}</th>
            <th scope="col">{{ t('administration.queue.accepted') }}</th>
            <th scope="col">
              <span class="sr-only">{{ t('action.more') }}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (delivery of list.items(); track delivery.id) {
            <tr>
              <td class="max-w-[260px]"><app-address [of]="delivery.recipient" /></td>
              <td><app-state-chip [of]="delivery.state" /></td>
              <td class="mono min-w-[168px] break-all max-md:min-w-0">
                {{ delivery.destination_domain ?? '–' }}
              </td>
              <td class="full text-muted">
                <span class="min-w-0 break-words">
                  @if (delivery.reason; as reason) {
                    @if (heldWords(delivery); as words) {
                      {{ words }}
                    } @else {
                      <span lang="en">{{ reason }}</span>
                    }
                  }
                  @if (delivery.next_attempt_at; as at) {
                    <span class="block text-[13px]"
                      >{{ t('administration.queue.next') }} <app-time-ago [of]="at"
                    /></span>
                  }
                </span>
              </td>
              <td class="text-muted"><app-time-ago [of]="delivery.created_at" /></td>
              <td class="number">
                <span class="inline-flex gap-2">
                  @if (delivery.state === 'queued' || delivery.state === 'deferred') {
                    <button
                      type="button"
                      class="btn small"
                      [attr.aria-label]="
                        t('administration.queue.retry_what', { address: delivery.recipient })
                      "
                      (click)="retry(delivery)"
                    >
                      {{ t('administration.queue.retry') }}
                    </button>
                  }
                  @if (delivery.state !== 'sending') {
                    <button
                      type="button"
                      class="btn small danger"
                      [attr.aria-label]="
                        t('administration.queue.cancel_what', { address: delivery.recipient })
                      "
                      (click)="cancel(delivery)"
                    >
                      {{ t('action.cancel') }}
                    </button>
                  }
                </span>
              </td>
            </tr>
          }
        </tbody>
      </table>
    </app-list-frame>`,
})
export class QueueDeliveries {
  /** A delivery was tried or cancelled. */
  readonly changed = output();
  readonly #queue = inject(QueueCalls);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  protected readonly cross = X;
  protected readonly query = urlQuery('state', 'destination');
  protected readonly state = this.query.oneOf('state', states, '');
  protected readonly isFiltered = computed(
    () => this.state() !== '' || this.query.values().destination !== '',
  );
  protected readonly choices = wordedChoices(states, 'state.');
  protected readonly list = paged('listDeliveries', () => ({
    query: {
      destination: this.query.values().destination,
      ...(this.state() !== '' && { state: this.state() }),
    },
  }));

  /** Why it is held, where there are words for that; what another server said is shown as it said it. */
  protected heldWords({ state, reason }: QueuedDelivery): string | undefined {
    const key = `held.${reason ?? ''}`;
    return state === 'held' && this.#words.has(key) ? this.t(key) : undefined;
  }

  protected async retry({ id, recipient }: QueuedDelivery): Promise<void> {
    try {
      await this.#queue.retry(id);
      this.#toasts.done(this.t('administration.queue.retried', { address: recipient }));
      this.list.reload();
      this.changed.emit();
    } catch (error) {
      this.#toasts.failed(error);
    }
  }

  protected async cancel({ id, recipient }: QueuedDelivery): Promise<void> {
    const isSure = await this.#dialogs.ask({
      title: this.t('administration.queue.cancel_title', { address: recipient }),
      text: this.t('administration.queue.cancel_text'),
      action: this.t('administration.queue.cancel'),
    });
    if (!isSure) return;
    const takeBack = this.list.change((deliveries) => deliveries.filter((each) => each.id !== id));
    try {
      await this.#queue.cancel(id);
      this.#toasts.done(this.t('administration.queue.cancelled', { address: recipient }));
      this.changed.emit();
    } catch (error) {
      takeBack();
      this.#toasts.failed(error);
    }
  }
}
