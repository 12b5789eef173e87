import { inject, Injectable } from '@angular/core';
import { Theme, type ThemeChoice } from '../util/theme.ts';
import { ToastList } from '../util/toast-list.ts';
import { Words, type Language } from '../util/words.ts';
import { Api } from './api.ts';
import { Session } from './session.ts';

/** Changes theme and language: on this device at once, and with the account of who is signed in, so that other devices look the same. */
@Injectable({ providedIn: 'root' })
export class Look {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #theme = inject(Theme);
  readonly #toasts = inject(ToastList);
  readonly #words = inject(Words);

  chooseTheme(theme: ThemeChoice): void {
    this.#theme.choose(theme);
    void this.#keep({ theme });
  }

  async chooseLanguage(language: Language): Promise<void> {
    await this.#words.choose(language);
    await this.#keep({ language });
  }

  async #keep(preferences: { readonly theme?: ThemeChoice; readonly language?: Language }): Promise<void> {
    if (this.#session.account() === undefined) return;
    try {
      const saved = await this.#api.call('changePreferences', { body: preferences }, { isPersonal: true });
      const account = this.#session.account();
      if (account !== undefined) this.#session.take({ ...account, preferences: saved });
    } catch (error) {
      // Expected: a Failure. This device looks as was chosen all the same.
      this.#toasts.failed(error);
    }
  }
}
