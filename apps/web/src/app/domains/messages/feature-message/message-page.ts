import { Component, computed, inject, input, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { MailQuestionMark } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { MessageActions } from '../data/message-actions.ts';
import { CheckList } from '../ui/check-list.ts';
import { HeaderList } from '../ui/header-list.ts';
import { MessageHead } from '../ui/message-head.ts';
import { MessageMenu, type MessageAction } from '../ui/message-menu.ts';
import { MessageTimeline, type DeliveryAction } from '../ui/message-timeline.ts';
import { RawFacts } from '../ui/raw-facts.ts';
import { quarantineReasons } from '../util/line-words.ts';
import { isSubjectHidden } from '../util/shown-message.ts';

const tabs = ['timeline', 'headers', 'authentication', 'facts'] as const;
type Tab = (typeof tabs)[number];

/** Enough for the events of one attempt to be one answer. */
const waitMs = 250;

/** One message with its history; it follows what happens. */
@Component({
  selector: 'app-message-page',
  imports: [
    CheckList,
    EmptyState,
    FailurePanel,
    HeaderList,
    MessageHead,
    MessageMenu,
    MessageTimeline,
    PageHeader,
    RawFacts,
    RouterLink,
    Skeleton,
  ],
  host: { class: 'page' },
  template: `@if (loaded.value(); as message) {
      <app-page-header [title]="subject()" [back]="{ path: '/messages', label: t('messages.title') }">
        <app-message-menu [of]="message" [isBusy]="isBusy()" (chosen)="act($event)" />
      </app-page-header>
      <app-message-head [of]="message" />
      <div class="grid grid-cols-[minmax(0,1fr)] gap-4">
        <nav class="tabs" [attr.aria-label]="t('messages.detail.tabs')">
          @for (name of tabs; track name) {
            <a
              routerLink="."
              replaceUrl
              [queryParams]="{ tab: name === 'timeline' ? null : name }"
              [attr.aria-current]="tab() === name ? 'page' : null"
              >{{ t('messages.detail.' + name) }}</a
            >
          }
        </nav>
        @switch (tab()) {
          @case ('timeline') {
            <app-message-timeline [of]="message" [isBusy]="isBusy()" (acted)="actOnDelivery($event)" />
          }
          @case ('headers') {
            <app-header-list [of]="message" />
          }
          @case ('authentication') {
            <app-check-list [of]="message" />
          }
          @case ('facts') {
            <app-raw-facts [of]="message" />
          }
        }
      </div>
    } @else if (loaded.failure(); as failure) {
      <app-page-header
        [title]="t('messages.detail.loading')"
        [back]="{ path: '/messages', label: t('messages.title') }"
      />
      <div class="card">
        @if (failure.isMissing) {
          <app-empty-state
            [icon]="goneIcon"
            [title]="t('messages.detail.gone.title')"
            [text]="t('messages.detail.gone.text')"
          >
            <a class="btn" routerLink="/messages">{{ t('messages.detail.gone.action') }}</a>
          </app-empty-state>
        } @else {
          <app-failure [of]="failure" (retry)="loaded.reload()" />
        }
      </div>
    } @else {
      <app-page-header
        [title]="t('messages.detail.loading')"
        [back]="{ path: '/messages', label: t('messages.title') }"
      />
      <app-skeleton [height]="132" />
      <app-skeleton [height]="320" />
    }`,
})
export class MessagePage {
  /** From the address. */
  readonly id = input.required<string>();
  protected readonly t = inject(Words).t;
  readonly #actions = inject(MessageActions);
  readonly #router = inject(Router);
  protected readonly goneIcon = MailQuestionMark;
  protected readonly tabs = tabs;
  readonly #query = urlQuery('tab');
  protected readonly tab = computed<Tab>(
    () => tabs.find((name) => name === this.#query.values().tab) ?? 'timeline',
  );
  protected readonly loaded = loading('getMessage', () => ({ params: { message_id: this.id() } }));
  protected readonly isBusy = signal(false);
  protected readonly subject = computed(() => {
    const message = this.loaded.value();
    if (message === undefined) return '';
    if (message.subject !== null && message.subject !== '') return message.subject;
    return isSubjectHidden(message) ? this.t('messages.subject_not_kept') : this.t('messages.no_subject');
  });

  constructor() {
    pageTitle(() => this.subject());
    this.#follow();
  }

  protected async act(action: MessageAction): Promise<void> {
    const message = this.loaded.value();
    if (message === undefined) return;
    if ((action === 'cancel' || action === 'delete') && !(await this.#actions.confirm(action, 1))) return;
    await this.#do(() => {
      if (action === 'export') return this.#actions.export(message.id);
      return action === 'release'
        ? this.#actions.release([message])
        : this.#actions.change(action, [message.id]);
    }, action === 'delete');
  }

  protected async actOnDelivery({ name, delivery }: DeliveryAction): Promise<void> {
    if (name === 'cancel' && !(await this.#actions.confirm('cancel', 1))) return;
    await this.#do(() => {
      switch (name) {
        case 'retry':
          return this.#actions.retryOne(delivery.id);
        case 'cancel':
          return this.#actions.cancelOne(delivery.id);
        default:
          return this.#actions.releaseOne(delivery.id, {
            isQuarantined: this.#isQuarantined(delivery.id),
            allows: name === 'allow_sender',
          });
      }
    });
  }

  /** Held for one of the reasons of the quarantine, and not for the word of its writer. */
  #isQuarantined(deliveryId: string): boolean {
    const hold = this.loaded
      .value()
      ?.timeline.findLast(({ kind, delivery_id: id }) => kind === 'held' && id === deliveryId);
    return quarantineReasons.has(String(hold?.data['reason']));
  }

  async #do(action: () => Promise<boolean>, leaves = false): Promise<void> {
    this.isBusy.set(true);
    const isDone = await action();
    this.isBusy.set(false);
    if (isDone && leaves) await this.#router.navigateByUrl('/messages');
    else this.loaded.reload();
  }

  /** Loads the message anew when something happened to it. */
  #follow(): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    inject(Live).listen((news) => {
      if (news.kind === 'event' && news.event.data.message?.id !== this.id()) return;
      clearTimeout(timer);
      timer = setTimeout(() => this.loaded.reload(), waitMs);
    });
  }
}
