import { Component, computed, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { Pause, Play } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { Words } from '../../../shared/util/words.ts';
import { MailboxActions } from '../data/mailbox-actions.ts';
import { KeyCard } from '../ui/key-card.ts';
import { MailboxFacts } from '../ui/mailbox-facts.ts';
import { MailboxNotice } from '../ui/mailbox-notice.ts';
import { RecentMessages } from '../ui/recent-messages.ts';
import { stateOf, type Mailbox } from '../util/mailbox-state.ts';
import { removeMailbox } from './remove.ts';

/** One mailbox: how it stands, its key, and what came to it lately. */
@Component({
  selector: 'app-mailbox-page',
  imports: [
    FailurePanel,
    Icon,
    KeyCard,
    MailboxFacts,
    MailboxNotice,
    PageHeader,
    RecentMessages,
    Skeleton,
    StateChip,
  ],
  template: `<div class="page">
    @if (mailbox.value(); as value) {
      <app-page-header [title]="value.address" [back]="{ path: '/mailboxes', label: t('mailboxes.title') }">
        <span beside class="inline-flex items-center gap-2 align-[3px] tracking-normal">
          <app-state-chip [of]="stateOf(value)" />
          @if (value.is_default) {
            <span class="tag font-normal">{{ t('mailboxes.default') }}</span>
          }
        </span>
        @if (mayChange() && value.state === 'confirmed') {
          @if (!value.is_default) {
            <button type="button" class="btn" (click)="actions.makeDefault(value, show)">
              {{ t('mailboxes.wish.make_default') }}
            </button>
          }
          @if (value.is_paused) {
            <button type="button" class="btn primary" (click)="actions.resume(value, show)">
              <app-icon [of]="play" [size]="16" />{{ t('mailboxes.wish.resume') }}
            </button>
          } @else {
            <button type="button" class="btn" (click)="actions.pause(value, show)">
              <app-icon [of]="pause" [size]="16" />{{ t('mailboxes.wish.pause') }}
            </button>
          }
        }
      </app-page-header>
      <app-mailbox-notice
        [of]="value"
        [mayChange]="mayChange()"
        (resent)="actions.resend(value)"
        (removed)="remove(value)"
      />
      <div class="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_320px]">
        <div class="grid min-w-0 gap-6">
          @if (value.state === 'confirmed') {
            <app-recent-messages [mailboxId]="value.id" />
          }
          <app-key-card
            [of]="value"
            [mayChange]="mayChange()"
            (changed)="mailbox.reload()"
            (wished)="giveKey(value)"
          />
          @if (mayChange()) {
            <section
              class="card padded flex flex-wrap items-center justify-between gap-x-6 gap-y-3"
              aria-labelledby="mailbox-remove"
            >
              <div class="min-w-0 flex-1 basis-[280px]">
                <h2 class="m-0" id="mailbox-remove">{{ t('mailboxes.remove.title') }}</h2>
                <p class="prose m-0 mt-0.5 text-muted">
                  {{ t(value.state === 'confirmed' ? 'mailboxes.remove.text' : 'mailboxes.remove.pending') }}
                </p>
              </div>
              <button type="button" class="btn danger" (click)="remove(value)">
                {{ t('mailboxes.remove.action') }}
              </button>
            </section>
          }
        </div>
        <app-mailbox-facts
          [of]="value"
          [mayChange]="mayChange()"
          (delaysWished)="actions.tellDelays(value, $event, show)"
        />
      </div>
    } @else if (mailbox.failure(); as failure) {
      <app-page-header
        [title]="t('mailboxes.one')"
        [back]="{ path: '/mailboxes', label: t('mailboxes.title') }"
      />
      <app-failure class="card" [of]="failure" (retry)="mailbox.reload()" />
    } @else {
      <app-skeleton [height]="36" class="max-w-[420px]" />
      <app-skeleton [height]="280" />
    }
  </div>`,
})
export class MailboxPage {
  /** From the address. */
  readonly id = input.required<string>();
  readonly #dialogs = inject(Dialogs);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #remove = removeMailbox();
  protected readonly t = inject(Words).t;
  protected readonly actions = inject(MailboxActions);
  protected readonly pause = Pause;
  protected readonly play = Play;
  protected readonly stateOf = stateOf;
  protected readonly mailbox = loading('getMailbox', () => ({ params: { mailbox_id: this.id() } }));
  protected readonly mayChange = computed(() => this.#session.can('mailboxes:write'));
  protected readonly show = (mailbox: Mailbox): void => void this.mailbox.put(mailbox);

  constructor() {
    inject(Live).onAny(['mailbox.confirmed', 'mailbox.paused', 'mailbox.resumed'], () =>
      this.mailbox.reload(),
    );
    pageTitle(() => this.mailbox.value()?.address);
  }

  protected async giveKey(mailbox: Mailbox): Promise<void> {
    await this.#dialogs.open(() => import('./give-key.ts').then((m) => m.GiveKey), mailbox);
    this.mailbox.reload();
  }

  protected async remove(mailbox: Mailbox): Promise<void> {
    if (await this.#remove(mailbox)) await this.#router.navigateByUrl('/mailboxes');
  }
}
