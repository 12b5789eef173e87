import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../util/clock.ts';
import { Formats } from '../util/formats.ts';

/** An instant as how long ago it was; exact on hover and to screen readers; it goes on by itself. */
@Component({
  selector: 'app-time-ago',
  host: { class: 'whitespace-nowrap' },
  template: `<time [attr.datetime]="of()" [title]="exact()"
    ><span aria-hidden="true">{{ words() }}</span
    ><span class="sr-only">{{ exact() }}</span></time
  >`,
})
export class TimeAgo {
  /** RFC 3339. */
  readonly of = input.required<string>();
  readonly #formats = inject(Formats);
  readonly #clock = inject(Clock);
  protected readonly words = computed(() => this.#formats.relative(this.of(), this.#clock.now()));
  protected readonly exact = computed(() => this.#formats.dateTime(this.of()));
}
