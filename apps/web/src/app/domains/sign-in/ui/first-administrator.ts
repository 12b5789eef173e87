import { Component, inject } from '@angular/core';
import { Terminal } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** On a fresh server: where the link is that makes the first administrator. */
@Component({
  selector: 'app-first-administrator',
  imports: [Icon],
  host: { class: 'block' },
  template: `<div class="callout">
    <app-icon class="mt-px text-accent-text" [of]="icon" />
    <div class="min-w-0">
      <p class="m-0 font-semibold">{{ t('sign_in.first.title') }}</p>
      <p class="m-0">{{ t('sign_in.first.text') }}</p>
    </div>
  </div>`,
})
export class FirstAdministrator {
  protected readonly t = inject(Words).t;
  protected readonly icon = Terminal;
}
