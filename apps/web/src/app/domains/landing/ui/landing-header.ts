import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Brand } from '../../../shared/ui/brand.ts';
import { LookSwitches } from '../../../shared/ui/look-switches.ts';
import { Words } from '../../../shared/util/words.ts';
import { Visitor } from '../data/visitor.ts';

/** The bar above: the name, the parts of the page, language and theme, the way in. */
@Component({
  selector: 'app-landing-header',
  imports: [Brand, LookSwitches, RouterLink],
  host: { class: 'sticky top-0 z-20 block border-b border-line bg-page' },
  template: `<header class="mx-auto flex h-14 max-w-[1120px] items-center gap-2 px-4 md:px-8">
    <a class="mr-auto flex text-[17px] text-text no-underline lg:mr-6" routerLink="/"><app-brand /></a>
    <nav class="mr-auto hidden gap-1 lg:flex" [attr.aria-label]="t('landing.nav')">
      <a class="btn plain small" href="#how">{{ t('landing.how.title') }}</a>
      <a class="btn plain small" href="#features">{{ t('landing.features.nav') }}</a>
      <a class="btn plain small" href="#host">{{ t('landing.host.nav') }}</a>
      <a class="btn plain small" href="#teams">{{ t('landing.teams.nav') }}</a>
    </nav>
    <app-look-switches />
    <a
      class="btn small !hidden sm:!inline-flex"
      [class.invisible]="!visitor.isKnown()"
      [routerLink]="visitor.isSignedIn() ? '/dashboard' : '/sign-in'"
      >{{ t(visitor.isSignedIn() ? 'landing.dashboard' : 'landing.sign_in') }}</a
    >
  </header>`,
})
export class LandingHeader {
  protected readonly t = inject(Words).t;
  protected readonly visitor = inject(Visitor);
}
