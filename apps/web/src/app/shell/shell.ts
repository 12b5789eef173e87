import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Session } from '../shared/data/session.ts';
import { nameOverlays } from '../shared/ui/name-overlays.ts';
import { Words } from '../shared/util/words.ts';
import { BottomBar } from './bottom-bar.ts';
import { ConnectionBanner } from '../shared/ui/connection-banner.ts';
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
    @if (session.account() === undefined && session.state().kind !== 'signed_out') {
      <app-server-down />
    }
    <div class="flex min-h-dvh" [hidden]="session.account() === undefined">
      <app-sidebar />
      <div class="flex min-w-0 flex-1 flex-col pb-[76px] md:pb-0">
        <app-connection-banner />
        <app-sandbox-banner />
        <app-top-bar />
        <main class="min-w-0 flex-1 outline-none" id="content" tabindex="-1" #content>
          @if (session.account() !== undefined) {
            <router-outlet />
          }
        </main>
      </div>
      <app-bottom-bar />
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

  constructor() {
    // Nothing but being there: it listens.
    inject(Shortcuts);
    nameOverlays();
  }

  protected skip(event: Event, content: HTMLElement): void {
    event.preventDefault();
    content.focus();
    content.scrollIntoView();
  }
}
