import { ApplicationRef, Component, inject } from '@angular/core';
import { NavigationEnd, NavigationError, Router, RouterOutlet } from '@angular/router';
import { Toasts } from './shared/ui/toasts.ts';
import { FirstScreen } from './shared/util/first-screen.ts';

/** The root: the page of the route, and the toasts above it. */
@Component({
  selector: 'app-root',
  imports: [RouterOutlet, Toasts],
  template: `<router-outlet /><app-toasts />`,
})
export class App {
  readonly #application = inject(ApplicationRef);
  readonly #screen = inject(FirstScreen);

  constructor() {
    inject(Router).events.subscribe((event) => {
      if (event instanceof NavigationError) this.#screen.leave();
      if (event instanceof NavigationEnd) this.#screen.pageMade();
      if (event instanceof NavigationEnd || event instanceof NavigationError) this.#draw();
    });
  }

  /** The router makes the elements of a page, and Angular fills them in when it draws: a frame between the two would show a page without words. */
  #draw(): void {
    queueMicrotask(() => {
      if (!this.#application.destroyed) this.#application.tick();
    });
  }
}
