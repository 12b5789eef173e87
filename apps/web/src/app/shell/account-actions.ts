import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../shared/data/api.ts';
import { Session } from '../shared/data/session.ts';
import { Theme, type ThemeChoice } from '../shared/util/theme.ts';
import { ToastList } from '../shared/util/toast-list.ts';
import { Words, type Language } from '../shared/util/words.ts';
import { forgetRecent } from './recent-choices.ts';

/** What a person does about the own account from anywhere: theme, language, sign-out. */
@Injectable({ providedIn: 'root' })
export class AccountActions {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #theme = inject(Theme);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);

  chooseTheme(theme: ThemeChoice): void {
    this.#theme.choose(theme);
    this.#prefer({ theme });
  }

  async chooseLanguage(language: Language): Promise<void> {
    await this.#words.choose(language);
    this.#prefer({ language });
  }

  async signOut(): Promise<void> {
    try {
      await this.#api.call('signOut', { body: {} }, { isPersonal: true });
      forgetRecent();
      this.#session.end();
      await this.#router.navigateByUrl('/sign-in');
    } catch (error) {
      this.#toasts.failed(error);
    }
  }

  /** Kept with the account, so that other devices look the same; this device has it already. */
  #prefer(preferences: { readonly theme?: ThemeChoice; readonly language?: Language }): void {
    this.#api
      .call('changePreferences', { body: preferences }, { isPersonal: true })
      .then((saved) => {
        const account = this.#session.account();
        if (account !== undefined) this.#session.take({ ...account, preferences: saved });
      })
      .catch((error: unknown) => this.#toasts.failed(error));
  }
}
