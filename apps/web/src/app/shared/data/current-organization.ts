import { Injectable, signal } from '@angular/core';
import { readStored, store } from '../util/stored.ts';

const key = 'smtpy.organization';

/** The organization that the pages show. It is remembered on this device; the session checks that the person is still a member. */
@Injectable({ providedIn: 'root' })
export class CurrentOrganization {
  readonly #id = signal<string | undefined>(readStored(key) ?? undefined);

  /** Undefined: the personal one. */
  readonly id = this.#id.asReadonly();

  choose(id: string | undefined): void {
    store(key, id ?? null);
    this.#id.set(id);
  }
}
