import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ArrowRight, Mail } from 'lucide';
import type { Loading } from '../../../shared/data/loading.ts';
import type { ItemOf, Page } from '../../../shared/data/paged.ts';
import { shorten } from '../../../shared/ui/address.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { gradually } from '../../../shared/util/gradually.ts';
import { Words } from '../../../shared/util/words.ts';

type Message = ItemOf<'listMessages'>;

/** The newest messages; each leads to its own page. */
@Component({
  selector: 'app-latest-card',
  imports: [RouterLink, EmptyState, FailurePanel, Icon, StateChip, TimeAgo],
  host: { class: 'card block overflow-clip' },
  template: `<header class="flex min-h-[58px] items-center justify-between gap-3 border-b border-line px-5">
      <h2 class="m-0">{{ t('dashboard.latest.title') }}</h2>
      <a class="text-[13px]" routerLink="/messages">{{ t('dashboard.latest.all') }}</a>
    </header>
    <div class="min-h-[464px]" [attr.aria-busy]="of().isLoading()">
      @if (of().failure(); as failure) {
        <app-failure [of]="failure" (retry)="of().reload()" />
      } @else if (of().value() === undefined) {
        <div class="rows" role="status" [attr.aria-label]="t('list.loading')">
          @for (row of [0, 1, 2, 3, 4, 5, 6, 7]; track row) {
            <div class="grid h-[58px] content-center gap-2 px-5">
              <span class="skeleton h-3.5" [style.width.%]="45 + ((row * 17) % 30)"></span>
              <span class="skeleton h-3 w-2/5"></span>
            </div>
          }
        </div>
      } @else {
        <ul class="rows m-0 list-none p-0">
          @for (message of shown(); track message.id) {
            <li>
              <a
                class="grid h-[58px] grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 px-5 text-text no-underline hover:bg-hover focus-visible:!outline-offset-[-2px]"
                [routerLink]="['/messages', message.id]"
              >
                <span
                  class="truncate"
                  [class.font-medium]="message.subject"
                  [class.text-muted]="!message.subject"
                  >{{ message.subject ?? t('dashboard.latest.no_subject') }}</span
                >
                <app-state-chip class="self-center" [of]="message.state" />
                <span class="flex min-w-0 items-center gap-1 text-[13px] text-muted">
                  <span class="min-w-0 truncate">{{ sender(message) }}</span>
                  @if (recipient(message); as recipient) {
                    <app-icon [of]="arrow" [size]="13" /><span class="sr-only">{{
                      t('dashboard.latest.to')
                    }}</span>
                    <span class="min-w-0 truncate">{{ recipient }}</span>
                  }
                </span>
                <app-time-ago class="justify-self-end text-[13px] text-muted" [of]="message.received_at" />
              </a>
            </li>
          } @empty {
            <li>
              <app-empty-state
                [icon]="mail"
                [title]="t('dashboard.latest.empty.title')"
                [text]="t('dashboard.latest.empty.text')"
              />
            </li>
          }
        </ul>
      }
    </div>`,
})
export class LatestCard {
  readonly of = input.required<Loading<Page<Message>>>();
  protected readonly t = inject(Words).t;
  protected readonly shown = gradually(computed(() => this.of().value()?.items ?? []));
  protected readonly arrow = ArrowRight;
  protected readonly mail = Mail;

  protected sender({ header_from, mail_from }: Message): string {
    const address = header_from ?? mail_from;
    return address === '' ? this.t('dashboard.latest.null_sender') : shorten(address, 40);
  }

  /** The alias of incoming mail, the contact of outgoing; undefined where every delivery is gone. */
  protected recipient({ deliveries, delivery_count }: Message): string | undefined {
    const [first] = deliveries;
    if (first === undefined) return undefined;
    const others = delivery_count - 1;
    const address = shorten(first.alias?.address ?? first.recipient, 40);
    return others > 0 ? `${address} +${String(others)}` : address;
  }
}
