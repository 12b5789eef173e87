import { afterNextRender, Component, inject, Injector } from '@angular/core';
import { NavigationEnd, NavigationError, Router, RouterOutlet } from '@angular/router';
import { filter, take } from 'rxjs';
import { nextTask } from './shared/util/next-task.ts';
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
      filter((event) => event instanceof NavigationEnd || event instanceof NavigationError),
      take(1),
    );
    const drawn = (then: () => void): unknown => afterNextRender({ write: then }, { injector });
    // What the server drew stands until the first page does, which follows its frame in a task of its own, or until it cannot come.
    arrived.subscribe(() =>
      drawn(() => void nextTask().then(() => drawn(() => document.getElementById('first-screen')?.remove()))),
    );
  }
}
