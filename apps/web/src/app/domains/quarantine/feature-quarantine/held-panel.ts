import { Component, computed, DestroyRef, effect, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ArrowRight, ChevronLeft, EyeOff, ShieldQuestionMark, X } from 'lucide';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { Address } from '../../../shared/ui/address.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Sender } from '../../../shared/ui/sender.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { shownAddress } from '../../../shared/util/shown-sender.ts';
import { Words } from '../../../shared/util/words.ts';
import { QuarantineStore } from '../data/quarantine-store.ts';
import { HeldChecks } from '../ui/held-checks.ts';
import { HeldContent } from '../ui/held-content.ts';
import { HeldDecision } from '../ui/held-decision.ts';

/** One message of the quarantine: why it is held, what stands in it, and the decision. Beside the list; on a phone a page of its own. */
@Component({
  selector: 'app-held-panel',
  imports: [
    Address,
    EmptyState,
    FailurePanel,
    HeldChecks,
    HeldContent,
    HeldDecision,
    Icon,
    RouterLink,
    Sender,
    Skeleton,
  ],
  host: { class: 'block lg:sticky lg:top-20' },
  template: `<h1 class="sr-only lg:hidden">{{ t('quarantine.title') }}</h1>
    <a
      class="mb-3 -ml-1 inline-flex items-center gap-1 text-[13px] text-muted no-underline hover:text-text lg:hidden"
      routerLink="/quarantine"
      queryParamsHandling="preserve"
      ><app-icon [of]="chevron" [size]="16" />{{ t('quarantine.title') }}</a
    >
    <article class="card overflow-clip" aria-live="polite" [attr.aria-busy]="loaded.isLoading()">
      @if (held(); as held) {
        <header class="grid gap-3 border-b border-line p-5">
          <div class="flex items-start gap-3">
            <h2 class="m-0 min-w-0 flex-1 text-[18px] leading-6 break-words" dir="auto">{{ subject() }}</h2>
            <a
              class="btn plain icon small max-lg:hidden"
              routerLink="/quarantine"
              queryParamsHandling="preserve"
              [attr.aria-label]="t('action.close')"
              ><app-icon [of]="cross"
            /></a>
          </div>
          <div class="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-[13px]">
            <app-sender [of]="sender()" [copies]="true" />
            <app-icon class="text-faint" [of]="arrow" [size]="15" />
            <app-address [of]="held.alias.address" />
            @if (held.mailbox; as mailbox) {
              <app-icon class="text-faint" [of]="arrow" [size]="15" />
              <app-address [of]="mailbox.address" />
            }
          </div>
          <p class="m-0 flex flex-wrap gap-x-3 gap-y-1 text-[13px] text-muted">
            <span>{{ t('quarantine.received', { time: formats.dateTime(held.received_at) }) }}</span>
            <span class="tabular">{{ formats.bytes(held.size_bytes) }}</span>
            <span>{{ t('quarantine.expires', { date: formats.date(held.expires_at) }) }}</span>
            <a [routerLink]="['/messages', held.message_id]">{{ t('quarantine.timeline') }}</a>
          </p>
        </header>
        <div class="grid gap-5 p-5">
          <div class="callout why">
            <app-icon class="mt-px text-violet" [of]="icon" />
            <div class="min-w-0">
              <p class="m-0 font-semibold">{{ t('held.' + held.reason) }}</p>
              <p class="m-0 text-muted">{{ t('quarantine.why.' + held.reason) }}</p>
            </div>
          </div>
          @if (canWrite()) {
            <app-held-decision
              [of]="held"
              [isBusy]="store.isBusy()"
              (released)="store.release(held, $event)"
              (deleted)="store.delete(held)"
            />
          }
          @if (content(); as content) {
            <app-held-content [of]="content" />
          } @else if (!canRead()) {
            <app-empty-state
              [icon]="hidden"
              [title]="t('quarantine.forbidden.title')"
              [text]="t('quarantine.forbidden.text')"
            />
          } @else if (loaded.failure(); as failure) {
            <app-failure [of]="failure" (retry)="loaded.reload()" />
          } @else {
            <app-skeleton [height]="160" />
          }
          <app-held-checks [of]="held.checks" />
        </div>
      } @else if (loaded.failure()?.isMissing || !canRead()) {
        <app-empty-state
          [icon]="icon"
          [title]="t('quarantine.gone.title')"
          [text]="t('quarantine.gone.text')"
        />
      } @else if (loaded.failure(); as failure) {
        <app-failure [of]="failure" (retry)="loaded.reload()" />
      } @else {
        <div class="grid gap-3 p-5">
          <app-skeleton [height]="24" />
          <app-skeleton [height]="48" />
          <app-skeleton [height]="220" />
        </div>
      }
    </article>`,
  styles: `
    .why {
      border-color: var(--line);
      background: var(--violet-soft);
    }
  `,
})
export class HeldPanel {
  /** From the address. */
  readonly id = input.required<string>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly store = inject(QuarantineStore);
  readonly #session = inject(Session);
  protected readonly arrow = ArrowRight;
  protected readonly chevron = ChevronLeft;
  protected readonly cross = X;
  protected readonly hidden = EyeOff;
  protected readonly icon = ShieldQuestionMark;
  protected readonly canRead = computed(() => this.#session.can('content:read'));
  protected readonly canWrite = computed(() => this.#session.can('messages:write'));
  protected readonly loaded = loading('getQuarantined', () =>
    this.canRead() ? { params: { held_id: this.id() } } : undefined,
  );
  /** What is loaded, when it is what is looked at and not the one before. */
  readonly #current = computed(() => {
    const value = this.loaded.value();
    return value?.id === this.id() && this.loaded.failure() === undefined ? value : undefined;
  });
  protected readonly content = computed(() => this.#current()?.content);
  /** The list knows all but the content, so that it shows at once. */
  protected readonly held = computed(() => this.#current() ?? this.store.find(this.id()));
  protected readonly sender = computed(() =>
    shownAddress(this.held()?.header_from ?? this.held()?.mail_from ?? ''),
  );
  protected readonly subject = computed(() => {
    const subject = this.held()?.subject ?? '';
    return subject === '' ? this.t('quarantine.no_subject') : subject;
  });

  constructor() {
    effect(() => this.store.openId.set(this.id()));
    pageTitle(() => (this.held() === undefined ? undefined : this.subject()));
    inject(DestroyRef).onDestroy(() => this.store.openId.set(undefined));
  }
}
