import { Component, computed, inject, input } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import { pauseKeyOf } from '../util/mailbox-state.ts';

/** Why a mailbox is paused, in words. */
@Component({
  selector: 'app-pause-reason',
  host: { '[attr.lang]': "key() === undefined ? 'en' : null" },
  template: `{{ words() }}`,
})
export class PauseReason {
  /** As the server says it. */
  readonly of = input.required<string | null>();
  readonly #t = inject(Words).t;
  protected readonly key = computed(() => pauseKeyOf(this.of()));
  protected readonly words = computed(() => {
    const key = this.key();
    return key === undefined ? `${this.of() ?? ''}.` : this.#t(`mailboxes.pause.${key}`);
  });
}
