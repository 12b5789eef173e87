import { Component, inject, input, signal } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import { providers } from '../util/providers.ts';

/** Where to enter records, by DNS provider. The person says which it is: nothing here guesses. */
@Component({
  selector: 'app-provider-help',
  host: { class: 'card padded grid gap-3' },
  template: `<h2 class="m-0 text-[14px]" id="provider-title">{{ t('domains.provider.title') }}</h2>
    <select
      class="input"
      aria-labelledby="provider-title"
      [value]="id()"
      (change)="id.set($any($event.target).value)"
    >
      <option value="other">{{ t('domains.provider.choose') }}</option>
      @for (provider of providers; track provider.id) {
        <option [value]="provider.id">{{ provider.name }}</option>
      }
    </select>
    <div class="grid gap-2 text-[13px] text-muted" aria-live="polite">
      <p class="m-0">{{ t('domains.provider.' + id()) }}</p>
      <p class="m-0">{{ t(isShort() ? 'domains.provider.names_short' : 'domains.provider.names_full') }}</p>
      <p class="m-0">{{ t('domains.provider.time') }}</p>
    </div>`,
})
export class ProviderHelp {
  readonly isShort = input(false);
  protected readonly t = inject(Words).t;
  protected readonly providers = providers;
  protected readonly id = signal<string>('other');
}
