import { Component, computed, inject, input } from '@angular/core';
import { markDifference } from '../util/text-difference.ts';
import { Words } from '../util/words.ts';

/** Values that are shown; a zone may hold many more, which say nothing to a person. */
const shownValues = 4;

/** What DNS has in place of a record, with what differs from it marked. */
@Component({
  selector: 'app-record-found',
  host: { class: 'grid min-w-0 gap-1' },
  template: `@for (value of values(); track $index) {
      <span class="mono min-w-0 px-2.5 py-1 break-all whitespace-pre-wrap">
        @for (part of value; track $index) {
          @if (part.isDifferent) {
            <mark class="differs" [textContent]="part.text"></mark>
          } @else {
            <span [textContent]="part.text"></span>
          }
        }
      </span>
    }
    @if (of().length > values().length) {
      <span class="px-2.5 text-[13px] text-muted">{{
        tn('record.found_more', of().length - values().length)
      }}</span>
    }`,
  styles: `
    .differs {
      border-radius: 4px;
      padding: 1px 2px;
      background: var(--amber-soft);
      color: var(--amber);
      box-shadow: inset 0 -1.5px 0 var(--amber-line);
    }
  `,
})
export class RecordFound {
  readonly of = input.required<readonly string[]>();
  readonly expected = input.required<string>();
  /** Whether what differs is marked. */
  readonly marks = input(false);
  protected readonly tn = inject(Words).tn;
  protected readonly values = computed(() =>
    this.of()
      .slice(0, shownValues)
      .map((found) =>
        this.marks() ? markDifference(this.expected(), found) : [{ text: found, isDifferent: false }],
      ),
  );
}
