import { Component, computed, inject, input } from '@angular/core';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Message } from '../util/told.ts';

/** Everything that is known of a message, as the API gives it. */
@Component({
  selector: 'app-raw-facts',
  imports: [CopyButton],
  host: { class: 'card block overflow-clip' },
  template: `<div class="flex flex-wrap items-center justify-between gap-3 border-b border-line p-3 pl-4">
      <p class="m-0 min-w-0 flex-1 basis-[240px] text-[13px] text-muted">
        {{ t('messages.detail.facts_text') }}
      </p>
      <app-copy-button [text]="json()" [label]="t('messages.detail.facts_copy')" />
    </div>
    <pre
      class="mono m-0 max-h-[70vh] overflow-auto bg-sunken p-4 text-[13px] leading-5"
      tabindex="0"
      role="region"
      [attr.aria-label]="t('messages.detail.facts')"
      >{{ json() }}</pre>`,
})
export class RawFacts {
  readonly of = input.required<Message>();
  protected readonly t = inject(Words).t;
  protected readonly json = computed(() => JSON.stringify(this.of(), null, 2));
}
