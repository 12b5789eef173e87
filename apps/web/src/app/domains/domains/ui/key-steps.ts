import { Component, inject } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';

/** How one signing key takes the place of another. */
@Component({
  selector: 'app-key-steps',
  host: { class: 'card padded grid gap-2.5' },
  template: `<h2 class="m-0 text-[14px]">{{ t('domains.keys.how') }}</h2>
    <ol class="m-0 grid gap-2 pl-5 text-[13px] text-muted list-decimal">
      <li>{{ t('domains.keys.how_prepare') }}</li>
      <li>{{ t('domains.keys.how_publish') }}</li>
      <li>{{ t('domains.keys.how_activate') }}</li>
      <li>{{ t('domains.keys.how_wait') }}</li>
    </ol>`,
})
export class KeySteps {
  protected readonly t = inject(Words).t;
}
