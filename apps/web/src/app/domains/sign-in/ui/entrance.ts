import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Brand } from '../../../shared/ui/brand.ts';
import { ConnectionBanner } from '../../../shared/ui/connection-banner.ts';
import { LookSwitches } from '../../../shared/ui/look-switches.ts';
import { Words } from '../../../shared/util/words.ts';

/** The frame of the pages before the sign-in: the name, a card with its title, and what stands below it (`[below]`). */
@Component({
  selector: 'app-entrance',
  imports: [Brand, ConnectionBanner, LookSwitches, RouterLink],
  host: { class: 'grid min-h-dvh grid-rows-[auto_1fr_auto]' },
  template: `<app-connection-banner />
    <main class="mx-auto grid w-full max-w-[428px] grid-cols-1 content-center gap-5 px-4 pt-10 pb-6">
      <a class="mx-auto flex text-[19px] text-text no-underline" routerLink="/"
        ><app-brand /><span class="sr-only">, {{ t('sign_in.start_page') }}</span></a
      >
      <section class="card p-6 sm:p-7">
        <h1 class="m-0 text-[22px]">{{ title() }}</h1>
        @if (text() !== '') {
          <p class="m-0 mt-1.5 text-muted">{{ text() }}</p>
        }
        <div class="mt-5"><ng-content /></div>
      </section>
      <div class="text-center text-muted empty:hidden"><ng-content select="[below]" /></div>
    </main>
    <footer class="flex justify-center px-4 pb-5"><app-look-switches /></footer>`,
})
export class Entrance {
  readonly title = input.required<string>();
  readonly text = input('');
  protected readonly t = inject(Words).t;
}
