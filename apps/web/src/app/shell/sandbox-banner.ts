import { Component, inject } from '@angular/core';
import { FlaskConical } from 'lucide';
import { Installation } from '../shared/data/installation.ts';
import { Icon } from '../shared/ui/icon.ts';
import { Words } from '../shared/util/words.ts';

/** Says that this server keeps mail to itself, and leads to what it caught. */
@Component({
  selector: 'app-sandbox-banner',
  imports: [Icon],
  host: { class: 'block' },
  template: `@if (isSandbox) {
    <p class="sandbox-note">
      <app-icon [of]="icon" [size]="16" />{{ t('sandbox.banner') }}
      <a class="font-semibold !text-amber" href="/sandbox">{{ t('sandbox.look') }}</a>
    </p>
  }`,
})
export class SandboxBanner {
  protected readonly t = inject(Words).t;
  protected readonly isSandbox = inject(Installation).isSandbox;
  protected readonly icon = FlaskConical;
}
