import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { KeyRound, Lock } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { expiresSoon, groupFingerprint, isExpired, type Mailbox } from '../util/mailbox-state.ts';

/** The PGP key of a mailbox, and what encryption means for its mail. */
@Component({
  selector: 'app-key-card',
  imports: [CopyButton, Icon, RouterLink, StateChip],
  host: { class: 'card padded grid gap-4' },
  template: `<div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div class="flex min-w-0 flex-1 basis-[280px] gap-3">
        <app-icon [of]="of().key === null ? keyIcon : lock" class="mt-0.5 text-muted" />
        <div class="min-w-0">
          <h2 class="m-0">
            {{ t('mailboxes.key.title') }}
            @if (of().key; as key) {
              <app-state-chip class="ml-1.5 align-[1px]" [of]="isExpired() ? 'expired_key' : 'on'" />
            }
          </h2>
          <p class="prose m-0 mt-0.5 text-muted">
            {{ t(of().key === null ? 'mailboxes.key.none' : 'mailboxes.key.some') }}
          </p>
        </div>
      </div>
      @if (mayChange()) {
        <div class="flex flex-wrap gap-2">
          <button type="button" class="btn" (click)="wished.emit()">
            {{ t(of().key === null ? 'mailboxes.key.add' : 'mailboxes.key.replace') }}
          </button>
          @if (of().key !== null) {
            <button type="button" class="btn danger" [disabled]="isWorking()" (click)="remove()">
              {{ t('mailboxes.key.remove') }}
            </button>
          }
        </div>
      }
    </div>
    @if (of().key; as key) {
      @if (isExpired()) {
        <p class="callout danger m-0" role="status">{{ t('mailboxes.key.expired_text') }}</p>
      } @else if (isEnding()) {
        <p class="callout warning m-0" role="status">{{ t('mailboxes.key.ending_text') }}</p>
      }
      <dl class="facts m-0">
        <dt>{{ t('mailboxes.key.fingerprint') }}</dt>
        <dd class="flex items-start gap-1">
          <span class="mono pt-0.5">{{ fingerprint() }}</span><app-copy-button
            class="-mt-1"
            [text]="key.fingerprint"
            [what]="t('mailboxes.key.fingerprint')"
          />
        </dd>
        <dt>{{ t('mailboxes.key.source') }}</dt>
        <dd>{{ t('mailboxes.key.source_' + key.source) }}</dd>
        <dt>{{ t('mailboxes.key.subject') }}</dt>
        <dd>{{ t(key.hides_subject ? 'mailboxes.key.subject_hidden' : 'mailboxes.key.subject_shown') }}</dd>
        <dt>{{ t('mailboxes.key.expires') }}</dt>
        <dd>{{ key.expires_at === null ? t('mailboxes.key.never') : formats.date(key.expires_at) }}</dd>
      </dl>
      <p class="prose m-0 text-[13px] text-muted">
        {{ t('mailboxes.key.hold') }}
        <a routerLink="/quarantine" [queryParams]="{ mailbox_id: of().id }">{{ t('mailboxes.key.held') }}</a>
      </p>
    }`,
})
export class KeyCard {
  readonly of = input.required<Mailbox>();
  readonly mayChange = input(false);
  /** The key was removed. */
  readonly changed = output();
  /** A key, or another one, is to be given. */
  readonly wished = output();
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #clock = inject(Clock);
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly keyIcon = KeyRound;
  protected readonly lock = Lock;
  protected readonly isWorking = signal(false);
  protected readonly fingerprint = computed(() => groupFingerprint(this.of().key?.fingerprint ?? ''));
  protected readonly isExpired = computed(() =>
    isExpired(this.of().key?.expires_at ?? null, this.#clock.now()),
  );
  protected readonly isEnding = computed(() =>
    expiresSoon(this.of().key?.expires_at ?? null, this.#clock.now()),
  );

  /** Asked about, since mail leaves in clear from then on. */
  protected async remove(): Promise<void> {
    const { id, address } = this.of();
    const isSure = await this.#dialogs.ask({
      title: this.t('mailboxes.key.remove_title'),
      text: this.t('mailboxes.key.remove_text', { address }),
      action: this.t('mailboxes.key.remove'),
    });
    if (!isSure) return;
    this.isWorking.set(true);
    try {
      await this.#api.call('removeMailboxKey', { params: { mailbox_id: id } });
      this.#toasts.done(this.t('mailboxes.key.removed', { address }));
      this.changed.emit();
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    } finally {
      this.isWorking.set(false);
    }
  }
}
