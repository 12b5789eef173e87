import { Component, input } from '@angular/core';

let nextId = 1;

/** A part of a page of settings: what it is about on the left, a card with what can be set on the right; below each other on a phone. */
@Component({
  selector: 'app-section',
  host: {
    class: 'grid items-start gap-x-10 gap-y-3 lg:grid-cols-[minmax(200px,280px)_minmax(0,1fr)]',
    role: 'region',
    '[attr.aria-labelledby]': 'id',
  },
  template: `<div class="min-w-0 lg:pt-1">
      <h2 class="m-0" [id]="id">{{ title() }}</h2>
      @if (text() !== '') {
        <p class="m-0 mt-1 max-w-[52ch] text-muted">{{ text() }}</p>
      }
    </div>
    <div class="card min-w-0" [class.padded]="isPadded()"><ng-content /></div>`,
})
export class Section {
  readonly title = input.required<string>();
  readonly text = input('');
  /** False where the card holds rows that go to its edges. */
  readonly isPadded = input(true);
  protected readonly id = `section-${String(nextId++)}`;
}
