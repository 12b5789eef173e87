import { Component, inject } from '@angular/core';
import { KeyRound } from 'lucide';
import { loading } from '../../../shared/data/loading.ts';
import { toFailure } from '../../../shared/data/failure.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Section } from '../../../shared/ui/section.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnAccount } from '../data/own-account.ts';
import { Passkeys, type Passkey } from '../data/passkeys.ts';
import { DeviceNames } from '../ui/device-names.ts';

/** The passkeys of the person. */
@Component({
  selector: 'app-passkeys-card',
  imports: [FailurePanel, Icon, Section, Skeleton, TimeAgo],
  host: { class: 'block' },
  template: `<app-section
    [title]="t('settings.passkeys.title')"
    [text]="t('settings.passkeys.text')"
    [isPadded]="false"
  >
    @if (list.failure(); as failure) {
      <app-failure [of]="failure" (retry)="list.reload()" />
    } @else if (list.value(); as passkeys) {
      @if (passkeys.length > 0) {
        <ul class="rows m-0 list-none border-b border-line p-0">
          @for (passkey of passkeys; track passkey.id) {
            <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
              <app-icon [of]="icon" class="text-muted" />
              <div class="min-w-0 flex-1 basis-40">
                <p class="m-0 truncate font-medium">{{ nameOf(passkey) }}</p>
                <p class="m-0 text-[13px] text-muted">
                  @if (passkey.createdAt; as at) {
                    {{ t('settings.passkeys.added') }} <app-time-ago [of]="at" /> ·
                  }
                  {{ t(passkey.backedUp ? 'settings.passkeys.synced' : 'settings.passkeys.bound') }}
                </p>
              </div>
              <button
                type="button"
                class="btn small"
                [attr.aria-label]="t('settings.passkeys.rename_what', { name: nameOf(passkey) })"
                (click)="rename(passkey)"
              >
                {{ t('settings.passkeys.rename') }}
              </button>
              <button
                type="button"
                class="btn small danger"
                [attr.aria-label]="t('settings.passkeys.remove_what', { name: nameOf(passkey) })"
                (click)="remove(passkey)"
              >
                {{ t('action.remove') }}
              </button>
            </li>
          }
        </ul>
      } @else {
        <p class="m-0 px-5 pt-5 text-muted">{{ t('settings.passkeys.none') }}</p>
      }
      <div class="p-5">
        @if (isSupported) {
          <button type="button" class="btn" (click)="add()">{{ t('settings.passkeys.add') }}</button>
        } @else {
          <p class="m-0 text-muted">{{ t('settings.passkeys.unsupported') }}</p>
        }
      </div>
    } @else {
      <app-skeleton class="p-5" [height]="64" />
    }
  </app-section>`,
})
export class PasskeysCard {
  readonly #passkeys = inject(Passkeys);
  readonly #account = inject(OwnAccount);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #devices = inject(DeviceNames);
  protected readonly t = inject(Words).t;
  protected readonly icon = KeyRound;
  protected readonly isSupported = this.#passkeys.isSupported;
  protected readonly list = loading('listPasskeys', () => ({}), { isPersonal: true });

  protected nameOf(passkey: Passkey): string {
    return passkey.name ?? this.t('settings.passkeys.unnamed');
  }

  protected async add(): Promise<void> {
    const isAdded = await this.#dialogs.askText({
      title: this.t('settings.passkeys.add'),
      text: this.t('settings.passkeys.add_text'),
      label: this.t('settings.passkeys.name'),
      value: this.#devices.of(navigator.userAgent),
      action: this.t('settings.passkeys.add_action'),
      run: (name) => this.#addNamed(name),
    });
    if (isAdded) this.list.reload();
  }

  protected async rename(passkey: Passkey): Promise<void> {
    const isRenamed = await this.#dialogs.askText({
      title: this.t('settings.passkeys.rename'),
      label: this.t('settings.passkeys.name'),
      value: this.nameOf(passkey),
      action: this.t('action.save'),
      run: (name) => this.#passkeys.rename(passkey.id, name),
    });
    if (isRenamed) this.list.reload();
  }

  protected async remove(passkey: Passkey): Promise<void> {
    const name = this.nameOf(passkey);
    const isSure = await this.#dialogs.ask({
      title: this.t('settings.passkeys.remove_title', { name }),
      text: this.t('settings.passkeys.remove_text'),
      action: this.t('action.remove'),
    });
    if (!isSure) return;
    const before = this.list.put((this.list.value() ?? []).filter(({ id }) => id !== passkey.id));
    try {
      await this.#passkeys.remove(passkey.id);
      this.#toasts.done(this.t('settings.passkeys.removed', { name }));
    } catch (error) {
      if (before !== undefined) this.list.put(before);
      this.#toasts.failed(error);
    }
  }

  async #addNamed(name: string): Promise<void> {
    try {
      const outcome = await this.#passkeys.add(name);
      if (outcome === 'added') this.#toasts.done(this.t('settings.passkeys.done', { name }));
      if (outcome === 'known') this.#toasts.done(this.t('settings.passkeys.known'));
    } catch (error) {
      if (toFailure(error).code !== 'session_too_old') throw error;
      await this.#askSignIn();
    }
  }

  async #askSignIn(): Promise<void> {
    const isWanted = await this.#dialogs.ask({
      title: this.t('settings.sign_in_again'),
      text: this.t('errors.session_too_old'),
      action: this.t('settings.sign_in_again'),
      isDangerous: false,
    });
    if (isWanted) await this.#account.signInAgain('/settings/security');
  }
}
