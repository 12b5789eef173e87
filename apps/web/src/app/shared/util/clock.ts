import { Injectable, signal } from '@angular/core';

const tickMs = 15_000;

/** The time for what says how long ago something was: it goes on every 15 seconds, and not while the page is hidden. */
@Injectable({ providedIn: 'root' })
export class Clock {
  readonly #now = signal(Date.now());

  /** Milliseconds since 1970. */
  readonly now = this.#now.asReadonly();

  constructor() {
    let timer: ReturnType<typeof setInterval> | undefined;
    const run = (): void => {
      clearInterval(timer);
      if (document.visibilityState !== 'visible') return;
      this.#now.set(Date.now());
      timer = setInterval(() => this.#now.set(Date.now()), tickMs);
    };
    run();
    document.addEventListener('visibilitychange', run);
  }
}
