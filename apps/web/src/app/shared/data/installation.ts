import { computed, inject, Injectable, signal } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { Api } from './api.ts';

type Facts = Answer<'getInstallation'>;

/**
 * What this server is, for pages before the sign-in. Where the server does not say, registration counts as open: it refuses by itself where it
 * is not.
 */
@Injectable({ providedIn: 'root' })
export class Installation {
  readonly #api = inject(Api);
  readonly #facts = signal<Facts | undefined>(undefined);
  readonly #isAsked = signal(false);
  #loading: Promise<void> | undefined;

  /** Whether the question was answered, or failed. */
  readonly isAsked = this.#isAsked.asReadonly();
  /** Who may register. */
  readonly registration = computed(() => this.#facts()?.registration ?? 'open');
  /** Whether mail stays on the machine and is shown under `/sandbox`: the page itself says so. */
  readonly isSandbox = document.documentElement.dataset['mode'] === 'sandbox';
  /** Whether nobody runs the server yet: the link in its log makes the first administrator. */
  readonly lacksAdministrator = computed(() => this.#facts()?.has_administrator === false);

  /** Asks the server, once; never throws. */
  ensure(): Promise<void> {
    this.#loading ??= this.#ask();
    return this.#loading;
  }

  async #ask(): Promise<void> {
    try {
      this.#facts.set(await this.#api.call('getInstallation', {}, { isPersonal: true }));
    } catch {
      // Expected: a Failure. The next page that wants to know asks again.
      this.#loading = undefined;
    } finally {
      this.#isAsked.set(true);
    }
  }
}
