import { Component, inject, input, output } from '@angular/core';
import { MailQuestionMark, Pause } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../util/mailbox-state.ts';
import { PauseReason } from './pause-reason.ts';

/** What keeps a mailbox from its mail, and what to do about it; nothing where nothing does. */
@Component({
  selector: 'app-mailbox-notice',
  imports: [Icon, PauseReason, TimeAgo],
  host: { class: 'block empty:hidden' },
  template: `@if (of().state === 'pending') {
      <div class="callout warning">
        <app-icon [of]="question" class="mt-px text-amber" />
        <div class="grid min-w-0 gap-2">
          <p class="prose m-0">{{ t('mailboxes.notice.pending') }}</p>
          @if (mayChange()) {
            <div class="flex flex-wrap gap-2">
              <button type="button" class="btn small" (click)="resent.emit()">
                {{ t('mailboxes.wish.resend') }}
              </button>
              <button type="button" class="btn small" (click)="removed.emit()">
                {{ t('mailboxes.notice.wrong') }}
              </button>
            </div>
          }
        </div>
      </div>
    } @else if (of().is_paused) {
      <div class="callout warning">
        <app-icon [of]="pause" class="mt-px text-amber" />
        <div class="grid min-w-0 gap-1">
          <p class="m-0 font-medium">
            <app-pause-reason [of]="of().pause_reason" />
            @if (of().paused_at; as pausedAt) {
              <span class="font-normal text-muted">&ngsp;· <app-time-ago [of]="pausedAt" /></span>
            }
          </p>
          <p class="prose m-0">
            {{ t(of().is_paused_by_hand ? 'mailboxes.notice.by_hand' : 'mailboxes.notice.failures') }}
            @if (!of().is_paused_by_hand && of().probes > 0) {
              {{ tn('mailboxes.notice.probes', of().probes) }}
            }
          </p>
        </div>
      </div>
    }`,
})
export class MailboxNotice {
  readonly of = input.required<Mailbox>();
  readonly mayChange = input(false);
  readonly resent = output();
  readonly removed = output();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly question = MailQuestionMark;
  protected readonly pause = Pause;
}
