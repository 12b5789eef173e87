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
  template: `@if (installation.isSandbox()) {
    <p
      class="m-0 flex flex-wrap items-center justify-center gap-x-2 border-b border-amber-line bg-amber-soft px-4 py-1.5 text-[13px] text-amber"
    >
      <app-icon [of]="icon" [size]="16" />{{ t('sandbox.banner') }}
      <a class="font-semibold !text-amber" href="/sandbox">{{ t('sandbox.look') }}</a>
    </p>
  }`,
})
export class SandboxBanner {
  protected readonly t = inject(Words).t;
  protected readonly installation = inject(Installation);
  protected readonly icon = FlaskConical;

  constructor() {
    void this.installation.ensure();
  }
}
