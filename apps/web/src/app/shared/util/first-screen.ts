import { afterNextRender, DestroyRef, inject, Injectable, Injector } from '@angular/core';

/** What the server drew before any script was there; it stands until the page does. */
@Injectable({ providedIn: 'root' })
export class FirstScreen {
  readonly #injector = inject(Injector);
  #isHeld = false;

  /** For a page that draws itself by and by: it calls {@link leave} when it stands. To be called where `inject` works. */
  hold(): void {
    this.#isHeld = true;
    inject(DestroyRef).onDestroy(() => this.leave());
  }

  /** A page is made: the screen goes with what is drawn next, unless the page holds it. */
  pageMade(): void {
    if (!this.#isHeld) this.leave();
  }

  /** Goes with what is drawn next. */
  leave(): void {
    const gone = (): void => document.getElementById('first-screen')?.remove();
    afterNextRender({ write: gone }, { injector: this.#injector });
  }
}
