import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';

/** As many as say how it goes; all of them are on the page of messages. */
const shownMessages = 6;

/** The latest messages to a mailbox, or those of them that had a problem. */
@Component({
  selector: 'app-recent-messages',
  imports: [Choice, FailurePanel, RouterLink, Skeleton, StateChip, TimeAgo],
  host: { class: 'card block overflow-clip' },
  template: `<div class="flex flex-wrap items-center justify-between gap-3 px-5 py-3.5">
      <h2 class="m-0">{{ t('mailboxes.recent.title') }}</h2>
      <div class="flex flex-wrap items-center gap-3">
        <app-choice
          [label]="t('mailboxes.recent.which')"
          [hidesLabel]="true"
          [choices]="states()"
          [value]="state()"
          (chosen)="state.set($event)"
        />
        <a class="text-[13px]" routerLink="/messages" [queryParams]="linkQuery()">{{
          t('mailboxes.recent.show_all')
        }}</a>
      </div>
    </div>
    @if (messages.value(); as page) {
      @if (page.items.length === 0) {
        <p class="m-0 border-t border-line px-5 py-6 text-center text-muted">
          {{ t(state() === 'problem' ? 'mailboxes.recent.no_problems' : 'mailboxes.recent.none') }}
        </p>
      } @else {
        <ul class="rows m-0 list-none border-t border-line p-0" [attr.aria-busy]="messages.isLoading()">
          @for (message of page.items; track message.id) {
            <li>
              <a
                class="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1 px-5 py-2.5 text-[13px] text-text no-underline hover:bg-hover sm:grid-cols-[minmax(0,1fr)_auto_84px]"
                [routerLink]="['/messages', message.id]"
              >
                <span class="col-span-2 grid min-w-0 sm:col-span-1">
                  <span class="truncate text-[14px] font-medium">{{
                    message.subject ?? t('mailboxes.recent.no_subject')
                  }}</span>
                  <span class="truncate text-muted">{{
                    message.header_from || message.mail_from || t('mailboxes.recent.no_sender')
                  }}</span>
                </span>
                <app-state-chip [of]="stateFor(message)" />
                <app-time-ago class="text-right text-muted" [of]="message.received_at" />
              </a>
            </li>
          }
        </ul>
      }
    } @else if (messages.failure(); as failure) {
      <app-failure [of]="failure" (retry)="messages.reload()" />
    } @else {
      <app-skeleton class="px-5 pb-5" [height]="160" />
    }`,
})
export class RecentMessages {
  readonly mailboxId = input.required<string>();
  protected readonly t = inject(Words).t;
  protected readonly state = signal<'' | 'problem'>('');
  protected readonly states = wordedChoices(['', 'problem'], 'mailboxes.recent.');
  protected readonly messages = loading('listMessages', () => ({
    query: {
      mailbox_id: this.mailboxId(),
      state: this.state() || undefined,
      limit: shownMessages,
    },
  }));
  /** The page of messages with the same filter. */
  protected readonly linkQuery = computed(() => ({
    mailbox_id: this.mailboxId(),
    ...(this.state() !== '' && { state: this.state() }),
  }));

  constructor() {
    inject(Live).onAny(
      ['message.accepted', 'delivery.delivered', 'delivery.deferred', 'delivery.bounced', 'delivery.held'],
      () => this.messages.reload(),
    );
  }

  /** How the delivery to this mailbox went; one message may go to several. */
  protected stateFor(message: NonNullable<ReturnType<typeof this.messages.value>>['items'][number]): string {
    return message.deliveries.find(({ mailbox }) => mailbox?.id === this.mailboxId())?.state ?? message.state;
  }
}
