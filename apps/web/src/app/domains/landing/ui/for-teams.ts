import { Component, inject } from '@angular/core';
import { AtSign, KeyRound, ScrollText, Users } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** For organizations: what several people need. */
@Component({
  selector: 'app-for-teams',
  imports: [Icon],
  host: { class: 'block' },
  template: `<h2 class="m-0">{{ t('landing.teams.title') }}</h2>
    <p class="prose mt-3 mb-0 text-[16px] text-muted">{{ t('landing.teams.text') }}</p>
    <ul class="m-0 mt-8 grid list-none gap-4 p-0 sm:grid-cols-2 lg:grid-cols-4">
      @for (point of points; track point.name) {
        <li class="card padded">
          <app-icon class="text-accent-text" [of]="point.icon" [size]="20" />
          <h3 class="mt-3 mb-1">{{ t('landing.teams.' + point.name) }}</h3>
          <p class="m-0 text-[13px] text-muted">{{ t('landing.teams.' + point.name + '_text') }}</p>
        </li>
      }
    </ul>`,
  styles: `
    h2 {
      font-size: clamp(24px, 3vw, 32px);
      line-height: 1.2;
      letter-spacing: -0.02em;
    }
  `,
})
export class ForTeams {
  protected readonly t = inject(Words).t;
  protected readonly points = [
    { name: 'addresses', icon: AtSign },
    { name: 'roles', icon: Users },
    { name: 'audit', icon: ScrollText },
    { name: 'keys', icon: KeyRound },
  ] as const;
}
