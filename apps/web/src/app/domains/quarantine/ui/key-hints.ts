import { Component, inject } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';

/** Which keys do what. */
@Component({
  selector: 'app-key-hints',
  host: { class: 'card block px-4 py-3' },
  template: `<dl class="m-0 flex flex-wrap gap-x-6 gap-y-2 text-[13px]">
    @for (hint of hints; track hint.key) {
      <div class="flex items-center gap-2">
        <dt>
          <kbd class="tag mono">{{ hint.key }}</kbd>
        </dt>
        <dd class="m-0 text-muted">{{ t('quarantine.keys.' + hint.name) }}</dd>
      </div>
    }
  </dl>`,
})
export class KeyHints {
  protected readonly t = inject(Words).t;
  protected readonly hints = [
    { key: 'j', name: 'next' },
    { key: 'k', name: 'previous' },
    { key: 'r', name: 'release' },
    { key: 'd', name: 'delete' },
    { key: 'Esc', name: 'close' },
    { key: '?', name: 'help' },
  ] as const;
}
