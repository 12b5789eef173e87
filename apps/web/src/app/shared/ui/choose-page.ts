import { Component, computed, inject, input } from '@angular/core';
import type { Selection } from '../util/selection.ts';
import { Words } from '../util/words.ts';

/** The box in the head of a table: chooses all rows that are shown, or none; half where some are chosen. */
@Component({
  selector: 'app-choose-page',
  template: `<input
    type="checkbox"
    class="box"
    [attr.aria-label]="t('list.select_all')"
    [checked]="count() > 0 && count() === ids().length"
    [indeterminate]="count() > 0 && count() < ids().length"
    (change)="selection().togglePage(ids())"
  />`,
})
export class ChoosePage {
  readonly selection = input.required<Selection>();
  /** Of the rows that are shown. */
  readonly ids = input.required<readonly string[]>();
  protected readonly t = inject(Words).t;
  protected readonly count = computed(() => this.ids().filter((id) => this.selection().has(id)).length);
}
