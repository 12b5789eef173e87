import { Component, computed, inject } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Section } from '../../../shared/ui/section.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import type { TextQuestion } from '../../../shared/ui/text-prompt.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { SecondFactor } from '../data/second-factor.ts';

/** The second factor: on, off, its recovery codes, one more device. */
@Component({
  selector: 'app-two-factor-card',
  imports: [Section, StateChip],
  host: { class: 'block' },
  template: `<app-section [title]="t('settings.two_factor.title')" [text]="t('settings.two_factor.text')">
    <div class="grid gap-4">
      <p class="m-0 flex flex-wrap items-center gap-3">
        <app-state-chip [of]="isOn() ? 'on' : 'off'" />
        <span class="text-muted">{{ t(isOn() ? 'settings.two_factor.on' : 'settings.two_factor.off') }}</span>
      </p>
      <div class="flex flex-wrap gap-2">
        @if (isOn()) {
          <button type="button" class="btn" (click)="renewCodes()">
            {{ t('settings.two_factor.renew') }}
          </button>
          <button type="button" class="btn" (click)="showSecret()">
            {{ t('settings.two_factor.again') }}
          </button>
          <button type="button" class="btn danger" (click)="switchOff()">
            {{ t('settings.two_factor.disable') }}
          </button>
        } @else {
          <button type="button" class="btn primary" (click)="setUp()">
            {{ t('settings.two_factor.enable') }}
          </button>
        }
      </div>
    </div>
  </app-section>`,
})
export class TwoFactorCard {
  readonly #factor = inject(SecondFactor);
  readonly #session = inject(Session);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly isOn = computed(() => this.#session.account()?.is_two_factor_enabled === true);

  protected async setUp(): Promise<void> {
    const prepared = await this.#askPassword<Answer<'enableTwoFactor'>>({
      title: this.t('settings.two_factor.enable'),
      text: this.t('settings.two_factor.enable_text'),
      action: this.t('settings.two_factor.go_on'),
      run: (password) => this.#factor.prepare(password),
    });
    if (prepared === undefined) return;
    const isOn = await this.#showCode({ uri: prepared.given.totpURI, isNew: true });
    if (isOn !== true) return;
    await this.#showCodes(prepared.given.backupCodes);
    this.#toasts.done(this.t('settings.two_factor.enabled'));
  }

  protected async renewCodes(): Promise<void> {
    const codes = await this.#askPassword<readonly string[]>({
      title: this.t('settings.two_factor.renew'),
      text: this.t('settings.two_factor.renew_text'),
      action: this.t('settings.two_factor.renew_action'),
      run: (password) => this.#factor.renewCodes(password),
    });
    if (codes !== undefined) await this.#showCodes(codes.given);
  }

  protected async showSecret(): Promise<void> {
    const uri = await this.#askPassword<string>({
      title: this.t('settings.two_factor.again'),
      text: this.t('settings.two_factor.again_text'),
      action: this.t('settings.two_factor.go_on'),
      run: (password) => this.#factor.secret(password),
    });
    if (uri !== undefined) await this.#showCode({ uri: uri.given, isNew: false });
  }

  protected async switchOff(): Promise<void> {
    const done = await this.#askPassword<boolean>({
      title: this.t('settings.two_factor.disable'),
      text: this.t('settings.two_factor.disable_text'),
      action: this.t('settings.two_factor.disable_action'),
      isDangerous: true,
      run: async (password) => {
        await this.#factor.switchOff(password);
        return true;
      },
    });
    if (done !== undefined) this.#toasts.done(this.t('settings.two_factor.disabled'));
  }

  #askPassword<Given>(
    question: Omit<TextQuestion<Given>, 'label'>,
  ): Promise<{ readonly given: Given } | undefined> {
    return this.#dialogs.askFor({
      ...question,
      label: this.t('settings.password.current'),
      isPassword: true,
      faults: { invalid_credentials: this.t('settings.password.wrong') },
    });
  }

  #showCode(data: { readonly uri: string; readonly isNew: boolean }): Promise<boolean | undefined> {
    return this.#dialogs.open(() => import('./authenticator.ts').then((m) => m.Authenticator), data);
  }

  #showCodes(codes: readonly string[]): Promise<undefined> {
    return this.#dialogs.open(() => import('./recovery-codes.ts').then((m) => m.RecoveryCodes), codes);
  }
}
