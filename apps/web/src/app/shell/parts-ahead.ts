import { EnvironmentInjector, inject, Injectable, runInInjectionContext } from '@angular/core';
import { Router } from '@angular/router';
import { Live } from '../shared/data/live.ts';
import { fetchPageParts } from '../shared/util/page-parts.ts';

/** A pointer comes over a link, a finger goes down on it, the keyboard comes to it. */
const signs = ['pointerover', 'pointerdown', 'focusin'] as const;

/**
 * Fetches the page that a link leads to when somebody comes to the link: until the click there is time for its scripts and words, of which each one names
 * the next. Nothing is asked of the API. Listens from when it is made.
 */
@Injectable({ providedIn: 'root' })
export class PartsAhead {
  readonly #router = inject(Router);
  readonly #injector = inject(EnvironmentInjector);
  readonly #live = inject(Live);
  #last = '';

  constructor() {
    for (const sign of signs)
      document.addEventListener(sign, ({ target }) => this.#look(target), { passive: true });
  }

  #look(target: EventTarget | null): void {
    const link = target instanceof Element ? target.closest('a') : null;
    if (link === null || link.origin !== location.origin || link.target !== '') return;
    // Some browsers do not try again what once did not come: not where the server is away.
    if (link.pathname === this.#last || this.#live.state() !== 'on') return;
    this.#last = link.pathname;
    const segments = link.pathname.split('/').filter((segment) => segment !== '');
    void fetchPageParts(this.#router.config, segments, (load) => this.#run(load));
  }

  async #run(load: () => unknown): Promise<unknown> {
    try {
      return await runInInjectionContext(this.#injector, load);
    } catch {
      // Expected: the connection ended just now. Whoever follows the link is told.
      this.#last = '';
      return undefined;
    }
  }
}
