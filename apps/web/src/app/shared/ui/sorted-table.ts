import { Directive, input, output } from '@angular/core';

/** A table whose columns can be sorted by: `<table [appSortedTable]="sort()" (sorted)="…">`. Its heads are `th[app-sort-header]`. */
@Directive({ selector: 'table[appSortedTable]' })
export class SortedTable {
  /** The order that holds, by its name in the API; with a minus the other way around. */
  readonly sort = input.required<string>({ alias: 'appSortedTable' });
  /** The order that is wished. */
  readonly sorted = output<string>();
}
