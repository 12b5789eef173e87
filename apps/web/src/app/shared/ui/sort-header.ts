import { booleanAttribute, Component, computed, inject, input } from '@angular/core';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';
import { SortedTable } from './sorted-table.ts';

/** The head of a column that the table around it can be sorted by: `<th app-sort-header by="address">Address</th>`. */
@Component({
  // A cell of a table has to be one.
  // eslint-disable-next-line @angular-eslint/component-selector -- attribute of th, else the table is none
  selector: 'th[app-sort-header]',
  imports: [Icon],
  host: { '[attr.aria-sort]': 'direction()', scope: 'col' },
  template: `<button
    type="button"
    class="-mx-1 inline-flex items-center gap-1 rounded px-1 font-medium hover:text-text"
    [title]="t('list.sort')"
    (click)="turn()"
  >
    <ng-content /><app-icon [of]="icon()" [size]="13" [class.text-text]="direction() !== null" />
  </button>`,
})
export class SortHeader {
  /** The name of the order in the API. */
  readonly by = input.required<string>();
  /** Whether the first click gives the largest or newest first. */
  readonly isNewestFirst = input(false, { transform: booleanAttribute });
  readonly #table = inject(SortedTable);
  protected readonly t = inject(Words).t;
  protected readonly direction = computed(() => {
    const sort = this.#table.sort();
    if (sort === this.by()) return 'ascending';
    return sort === `-${this.by()}` ? 'descending' : null;
  });
  protected readonly icon = computed(() => {
    const direction = this.direction();
    if (direction === null) return ChevronsUpDown;
    return direction === 'ascending' ? ArrowUp : ArrowDown;
  });

  protected turn(): void {
    const direction = this.direction();
    if (direction === null) this.#table.sorted.emit(this.isNewestFirst() ? `-${this.by()}` : this.by());
    else this.#table.sorted.emit(direction === 'ascending' ? `-${this.by()}` : this.by());
  }
}
