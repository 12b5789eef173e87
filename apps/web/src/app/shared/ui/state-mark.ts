import { Component, computed, input } from '@angular/core';
import { Icon } from './icon.ts';
import { stateLook } from './state-look.ts';

/** The icon of a state in its colour, for where the words stand beside it. */
@Component({
  selector: 'app-state-mark',
  imports: [Icon],
  host: { class: 'inline-flex flex-none' },
  template: `<span class="chip {{ look().colour }} h-7 w-7 justify-center rounded-full p-0"
    ><app-icon [of]="look().icon" [size]="17" [class]="look().iconColour ?? ''"
  /></span>`,
})
export class StateMark {
  /** A state as it is on the wire. */
  readonly of = input.required<string>();
  protected readonly look = computed(() => stateLook(this.of()));
}
