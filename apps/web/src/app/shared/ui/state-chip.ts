import { Component, computed, inject, input } from '@angular/core';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';
import { stateLook } from './state-look.ts';

/** A state as an icon and a word, never as a colour alone. */
@Component({
  selector: 'app-state-chip',
  imports: [Icon],
  host: { class: 'inline-flex' },
  template: `<span class="chip {{ look().colour }}"
    ><app-icon [of]="look().icon" [size]="14" [class]="look().iconColour ?? ''" />{{ word() }}</span
  >`,
})
export class StateChip {
  /** A state as it is on the wire. */
  readonly of = input.required<string>();
  /** Another word than the state's. */
  readonly text = input<string>();
  readonly #words = inject(Words);
  protected readonly look = computed(() => stateLook(this.of()));
  protected readonly word = computed(() => this.text() ?? this.#words.t(`state.${this.of()}`));
}
