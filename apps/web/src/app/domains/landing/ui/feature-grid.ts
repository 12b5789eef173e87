import { Component, inject } from '@angular/core';
import {
  BellOff,
  Globe,
  Hand,
  Inbox,
  KeyRound,
  LockKeyhole,
  Reply,
  ShieldCheck,
  Webhook,
  type IconNode,
} from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** What it does, each in a sentence or two. */
@Component({
  selector: 'app-feature-grid',
  imports: [Icon],
  host: { class: 'block' },
  template: `<ul class="m-0 grid list-none gap-x-10 gap-y-9 p-0 sm:grid-cols-2 lg:grid-cols-3">
    @for (feature of features; track feature.name) {
      <li>
        <span class="grid h-10 w-10 place-content-center rounded-[10px] bg-accent-soft text-accent-text"
          ><app-icon [of]="feature.icon" [size]="20"
        /></span>
        <h3 class="mt-3.5 mb-1 text-[15px]">{{ t('landing.features.' + feature.name) }}</h3>
        <p class="m-0 text-muted">{{ t('landing.features.' + feature.name + '_text') }}</p>
      </li>
    }
  </ul>`,
})
export class FeatureGrid {
  protected readonly t = inject(Words).t;
  protected readonly features: readonly { readonly name: string; readonly icon: IconNode }[] = [
    { name: 'kept', icon: Inbox },
    { name: 'reply', icon: Reply },
    { name: 'off', icon: BellOff },
    { name: 'domain', icon: Globe },
    { name: 'checked', icon: ShieldCheck },
    { name: 'quarantine', icon: Hand },
    { name: 'encrypted', icon: LockKeyhole },
    { name: 'api', icon: Webhook },
    { name: 'account', icon: KeyRound },
  ];
}
