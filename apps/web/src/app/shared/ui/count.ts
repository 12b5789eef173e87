import { Component, computed, inject, input } from '@angular/core';
import { Formats } from '../util/formats.ts';

/** A number as `12.3k`, exact on hover and to screen readers. */
@Component({
  selector: 'app-count',
  host: { class: 'tabular' },
  template: `@if (short() === exact()) {
      {{ exact() }}
    } @else {
      <span [title]="exact()"
        ><span aria-hidden="true">{{ short() }}</span
        ><span class="sr-only">{{ exact() }}</span></span
      >
    }`,
})
export class Count {
  readonly of = input.required<number>();
  readonly #formats = inject(Formats);
  protected readonly short = computed(() => this.#formats.count(this.of()));
  protected readonly exact = computed(() => this.#formats.number(this.of()));
}
