import { afterNextRender, DestroyRef, inject, Injectable, Injector } from '@angular/core';

/** What holds it has failed by then, and hides the way on. */
const longestMs = 8_000;

/** What the server drew before any script was there; it stands until the page does. */
@Injectable({ providedIn: 'root' })
export class FirstScreen {
  readonly #injector = inject(Injector);
  #isHeld = false;

  /**
   * For a page that draws itself by and by: it calls {@link leave} when it stands. What reads pages aloud goes by the page from now on. To be called
   * where `inject` works.
   */
  hold(): void {
    this.#isHeld = true;
    screen()?.setAttribute('aria-hidden', 'true');
    const timer = setTimeout(remove, longestMs);
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(timer);
      remove();
    });
  }

  /** A page is made: the screen goes with what is drawn next, unless the page holds it. */
  pageMade(): void {
    if (!this.#isHeld) this.leave();
  }

  /** Goes with what is drawn next. */
  leave(): void {
    afterNextRender({ write: remove }, { injector: this.#injector });
  }
}

function remove(): void {
  screen()?.remove();
}

function screen(): HTMLElement | null {
  return document.getElementById('first-screen');
}
