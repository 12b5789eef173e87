import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Terminal } from 'lucide';
import { ConnectionBanner } from '../../../shared/ui/connection-banner.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { Visitor } from '../data/visitor.ts';
import { EntryActions } from '../ui/entry-actions.ts';
import { FeatureGrid } from '../ui/feature-grid.ts';
import { FlowPicture } from '../ui/flow-picture.ts';
import { ForTeams } from '../ui/for-teams.ts';
import { Hero } from '../ui/hero.ts';
import { HostYourself } from '../ui/host-yourself.ts';
import { LandingHeader } from '../ui/landing-header.ts';
import { MessageExample } from '../ui/message-example.ts';

/** What this is, for who comes for the first time. Nothing of it waits for the server; what is below the fold comes when the browser has nothing else to do. */
@Component({
  selector: 'app-landing',
  imports: [
    ConnectionBanner,
    EntryActions,
    FeatureGrid,
    FlowPicture,
    ForTeams,
    Hero,
    HostYourself,
    Icon,
    LandingHeader,
    MessageExample,
    RouterLink,
  ],
  template: `<app-connection-banner />
    <app-landing-header />
    <main>
      <section class="band grid gap-10 !pt-14 md:!pt-20">
        <div class="grid justify-items-center gap-5 text-center">
          <app-hero />
          <app-entry-actions class="mt-2 justify-center" />
          @if (visitor.lacksAdministrator()) {
            <p class="m-0 flex items-center gap-2.5 text-left text-[13px] text-muted">
              <app-icon class="text-accent-text" [of]="terminal" />{{ t('landing.first_administrator') }}
            </p>
          }
        </div>
        <div class="grid scroll-mt-20 gap-4" id="how">
          <h2 class="sr-only">{{ t('landing.how.title') }}</h2>
          <app-flow-picture />
        </div>
      </section>
      <section class="band grid items-center gap-8 lg:grid-cols-[5fr_6fr] lg:gap-14">
        <div>
          <h2 class="title m-0">{{ t('landing.message.title') }}</h2>
          <p class="mt-3 mb-0 text-[16px] text-muted">{{ t('landing.message.text') }}</p>
          <p class="mt-3 mb-0 text-[16px] text-muted">{{ t('landing.message.text_more') }}</p>
        </div>
        @defer (on idle) {
          <app-message-example />
        } @placeholder {
          <div class="min-h-[420px]"></div>
        }
      </section>
      <section class="border-y border-line bg-sunken">
        <div class="band grid scroll-mt-14 gap-9" id="features">
          <h2 class="title m-0">{{ t('landing.features.title') }}</h2>
          @defer (on idle) {
            <app-feature-grid />
          } @placeholder {
            <div class="min-h-[640px]"></div>
          }
        </div>
      </section>
      <section class="band scroll-mt-14" id="host">
        @defer (on idle) {
          <app-host-yourself />
        } @placeholder {
          <div class="min-h-[420px]"></div>
        }
      </section>
      <section class="border-t border-line">
        <div class="band scroll-mt-14" id="teams">
          @defer (on idle) {
            <app-for-teams />
          } @placeholder {
            <div class="min-h-[420px]"></div>
          }
        </div>
      </section>
      <section class="border-t border-line bg-sunken">
        <div class="band grid justify-items-center gap-5 text-center">
          <h2 class="title m-0">{{ t('landing.end.title') }}</h2>
          <app-entry-actions class="justify-center" />
        </div>
      </section>
    </main>
    <footer
      class="mx-auto flex max-w-[1120px] flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-7 text-[13px] text-muted md:px-8"
    >
      <span>{{ t('landing.footer') }}</span>
      <nav class="flex flex-wrap gap-x-5 gap-y-2" [attr.aria-label]="t('landing.footer_nav')">
        <a href="/docs">{{ t('nav.docs') }}</a>
        <a routerLink="/sign-in">{{ t('landing.sign_in') }}</a>
      </nav>
    </footer>`,
  styles: `
    .title {
      font-size: clamp(24px, 3vw, 32px);
      line-height: 1.2;
      letter-spacing: -0.02em;
      text-wrap: balance;
    }
  `,
})
export class Landing {
  protected readonly t = inject(Words).t;
  protected readonly visitor = inject(Visitor);
  protected readonly terminal = Terminal;

  constructor() {
    this.visitor.look();
  }
}
