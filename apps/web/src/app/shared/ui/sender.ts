import { Component, computed, inject, input } from '@angular/core';
import { Address } from './address.ts';
import { Words } from '../util/words.ts';
import type { ShownSender } from '../util/shown-sender.ts';

/** A sender as far as it is kept: an address, or words for what is not. */
@Component({
  selector: 'app-sender',
  imports: [Address],
  host: { class: 'inline-flex max-w-full min-w-0 items-center' },
  template: `@let known = of();
    @if (known.kind === 'address') {
      <app-address [of]="known.address" [copies]="copies()" />
    } @else {
      <span class="truncate text-muted">{{ words() }}</span>
    }`,
})
export class Sender {
  readonly of = input.required<ShownSender>();
  readonly copies = input(false);
  readonly #words = inject(Words);
  protected readonly words = computed(() => {
    const sender = this.of();
    const { t } = this.#words;
    switch (sender.kind) {
      case 'address':
        return sender.address;
      case 'domain':
        return t('sender.of_domain', { domain: sender.domain });
      case 'not_kept':
        return t('sender.not_kept');
      case 'none':
        return t('sender.none');
      case 'own':
        return t('sender.own');
    }
  });
}
