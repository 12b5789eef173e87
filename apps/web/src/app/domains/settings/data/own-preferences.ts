import { computed, inject, Injectable } from '@angular/core';
import type { Answer, Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { Session } from '../../../shared/data/session.ts';
import { Theme } from '../../../shared/util/theme.ts';
import { Words } from '../../../shared/util/words.ts';

/** What a person prefers. */
export type OwnPreferencesValue = Answer<'getPreferences'>;
/** What to change of it. */
export type PreferencesChange = NonNullable<Arguments<'changePreferences'>['body']>;

/** The preferences of the person. A change shows at once, and is taken back where the server refuses it. */
@Injectable({ providedIn: 'root' })
export class OwnPreferences {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #words = inject(Words);
  readonly #theme = inject(Theme);

  readonly value = computed(() => this.#session.account()?.preferences);

  /** Throws a Failure where the server refuses; then everything is as it was before. */
  async change(change: PreferencesChange): Promise<void> {
    const before = this.value();
    if (before === undefined) return;
    const notices = { ...before.notices, ...change.notices };
    await this.#show({ ...before, ...change, notices } as OwnPreferencesValue);
    try {
      const saved = await this.#api.call('changePreferences', { body: change }, { isPersonal: true });
      this.#put(saved);
    } catch (error) {
      await this.#show(before);
      throw error;
    }
  }

  async #show(preferences: OwnPreferencesValue): Promise<void> {
    this.#put(preferences);
    this.#theme.choose(preferences.theme);
    const language =
      preferences.language === 'system'
        ? /^fr/iu.test(navigator.language)
          ? 'fr'
          : 'en'
        : preferences.language;
    if (language !== this.#words.language()) await this.#words.choose(language);
  }

  #put(preferences: OwnPreferencesValue): void {
    const account = this.#session.account();
    if (account !== undefined) this.#session.take({ ...account, preferences });
  }
}
