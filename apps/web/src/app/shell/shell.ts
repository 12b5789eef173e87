import { Component, computed, effect, inject, Injector, signal, untracked } from '@angular/core';
import { Router, RouterOutlet } from '@angular/router';
import { OrganizationSwitch } from '../shared/data/organization-switch.ts';
import { Session } from '../shared/data/session.ts';
import { Dialogs } from '../shared/ui/dialogs.ts';
import { nameOverlays } from '../shared/ui/name-overlays.ts';
import { FirstScreen } from '../shared/util/first-screen.ts';
import { inTurn } from '../shared/util/in-turn.ts';
import { isPhone } from '../shared/util/phone.ts';
import { Words } from '../shared/util/words.ts';
import { BottomBar } from './bottom-bar.ts';
import { ConnectionBanner } from '../shared/ui/connection-banner.ts';
import { PartsAhead } from './parts-ahead.ts';
import { SandboxBanner } from './sandbox-banner.ts';
import { ServerDown } from './server-down.ts';
import { Shortcuts } from './shortcuts.ts';
import { Sidebar } from './sidebar.ts';
import { TopBar } from './top-bar.ts';

/** The frame of all pages behind the sign-in. */
@Component({
  selector: 'app-shell',
  imports: [RouterOutlet, Sidebar, TopBar, BottomBar, ConnectionBanner, SandboxBanner, ServerDown],
  template: `<a class="btn primary skip" href="#content" (click)="skip($event, content)">{{
      t('nav.skip')
    }}</a>
    @if (isServerDown()) {
      <app-server-down />
    }
    <div class="flex min-h-dvh" [hidden]="session.account() === undefined">
      @if (!isPhone()) {
        <app-sidebar />
      }
      <div class="flex min-w-0 flex-1 flex-col pb-[76px] md:pb-0">
        <app-connection-banner />
        <app-sandbox-banner />
        <!-- Its place is kept free. -->
        @if (drawn() > 0) {
          <app-top-bar />
        } @else {
          <div class="h-[57px]"></div>
        }
        <main class="min-w-0 flex-1 outline-none" id="content" tabindex="-1" #content>
          @for (scope of shownScopes(); track scope) {
            <router-outlet (activate)="hasPage.set(true)" />
          }
        </main>
      </div>
      @if (isPhone() && drawn() > 1) {
        <app-bottom-bar />
      }
    </div>`,
  styles: `
    .skip {
      position: fixed;
      top: 8px;
      left: 8px;
      z-index: 50;
      transform: translateY(-80px);
    }
    .skip:focus {
      transform: none;
    }
  `,
})
export class Shell {
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  protected readonly isPhone = isPhone();

  readonly #organizations = inject(OrganizationSwitch);
  readonly #router = inject(Router);
  readonly #dialogs = inject(Dialogs);
  protected readonly hasPage = signal(false);
  /** The bar above, then what a phone has below, then the page and its parts, each in a task of its own. */
  protected readonly drawn = inTurn(6);
  protected readonly isServerDown = computed(
    () => this.session.account() === undefined && this.session.state().kind !== 'signed_out',
  );
  /** One or none. With another person or organization the page is made anew, so that nothing of the one before is left in it. */
  protected readonly shownScopes = computed(() => {
    const scope = this.session.scope();
    return scope === undefined || this.#organizations.isUnderWay() || this.drawn() < 3 ? [] : [scope];
  });

  constructor() {
    const injector = inject(Injector);
    const screen = inject(FirstScreen);
    screen.hold();
    effect(() => {
      if (this.isServerDown() || (this.hasPage() && this.drawn() >= 6)) screen.leave();
    });
    effect(() => {
      if (this.drawn() < 6) return;
      untracked(() => {
        // Nothing but being there: they listen.
        injector.get(Shortcuts);
        injector.get(PartsAhead);
        nameOverlays(injector);
      });
    });
    effect(() => {
      const state = this.session.state();
      if (state.kind === 'signed_out' && state.isLost) untracked(() => this.#signInAgain());
    });
  }

  /** To the sign-in, and from there back to where the session was lost. */
  #signInAgain(): void {
    this.#dialogs.closeAll();
    void this.#router.navigate(['/sign-in'], { queryParams: { next: this.#router.url } });
  }

  protected skip(event: Event, content: HTMLElement): void {
    event.preventDefault();
    content.focus();
    content.scrollIntoView();
  }
}
