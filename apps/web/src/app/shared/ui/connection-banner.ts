import { Component, inject, signal } from '@angular/core';
import { WifiOff } from 'lucide';
import { Icon } from './icon.ts';
import { Words } from '../util/words.ts';

/** Says that the device is offline, for as long as it is. */
@Component({
  selector: 'app-connection-banner',
  imports: [Icon],
  host: {
    '(window:online)': 'isOffline.set(false)',
    '(window:offline)': 'isOffline.set(true)',
    role: 'status',
    class: 'block',
  },
  template: `@if (isOffline()) {
    <p class="m-0 flex items-center justify-center gap-2 bg-amber-soft px-4 py-2 text-amber">
      <app-icon [of]="icon" /><strong class="font-semibold">{{ t('page.offline.title') }}</strong
      ><span class="hidden sm:inline">{{ t('page.offline.text') }}</span>
    </p>
  }`,
})
export class ConnectionBanner {
  protected readonly t = inject(Words).t;
  protected readonly icon = WifiOff;
  protected readonly isOffline = signal(!navigator.onLine);
}
