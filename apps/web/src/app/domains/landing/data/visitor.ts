import { computed, inject, Injectable } from '@angular/core';
import { Installation } from '../../../shared/data/installation.ts';
import { Session } from '../../../shared/data/session.ts';

/** What a visitor can do from here: known a moment after the page, which does not wait for it. */
@Injectable({ providedIn: 'root' })
export class Visitor {
  readonly #session = inject(Session);
  readonly #installation = inject(Installation);

  /** Whether it is known; until then nothing is offered that might have to be taken back. */
  readonly isKnown = computed(() => this.#session.state().kind !== 'unknown' && this.#installation.isAsked());
  readonly isSignedIn = computed(() => this.#session.account() !== undefined);
  readonly canRegister = computed(() => this.#installation.registration() === 'open');
  /** Whether nobody runs the server yet. */
  readonly lacksAdministrator = this.#installation.lacksAdministrator;

  /** Asks the server. */
  look(): void {
    void this.#session.ensure();
    void this.#installation.ensure();
  }
}
