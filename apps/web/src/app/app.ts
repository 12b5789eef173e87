import { afterNextRender, Component, inject, Injector } from '@angular/core';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, take } from 'rxjs';
import { Toasts } from './shared/ui/toasts.ts';

/** The root: the page of the route, and the toasts above it. */
@Component({
  selector: 'app-root',
  imports: [RouterOutlet, Toasts],
  template: `<router-outlet /><app-toasts />`,
})
export class App {
  constructor() {
    const injector = inject(Injector);
    const arrived = inject(Router).events.pipe(
      filter((event) => event instanceof NavigationEnd),
      take(1),
    );
    // What the server drew stands until the first page does.
    arrived.subscribe(() =>
      afterNextRender({ write: () => document.getElementById('first-screen')?.remove() }, { injector }),
    );
  }
}
