import { Injectable, signal } from '@angular/core';

const tickMs = 15_000;

/** The time for what says how long ago something was: it goes on every 15 seconds, and not while the page is hidden. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly #now = signal(Date.now());

  /** Milliseconds since 1970. */
  readonly now = this.#now.asReadonly();

  constructor() {
    const tick = (): void => {
      if (document.visibilityState === 'visible') this.#now.set(Date.now());
    };
    setInterval(tick, tickMs);
    document.addEventListener('visibilitychange', tick);
  }
}
