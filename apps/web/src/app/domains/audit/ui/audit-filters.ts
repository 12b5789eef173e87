import { Component, inject, input, output } from '@angular/core';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { Words } from '../../../shared/util/words.ts';
import { actionGroups, actorKinds, type AuditFilterText } from '../util/filter.ts';

/** What of the log is shown: by what was done, by whom, and when. */
@Component({
  selector: 'app-audit-filters',
  imports: [SearchField],
  host: { class: 'flex flex-wrap items-end gap-3' },
  template: `<app-search-field
      class="flex-[1_1_100%] sm:max-w-[280px] sm:flex-[1_1_200px]"
      [label]="t('audit.search')"
      [value]="of().search"
      (searched)="typed.emit($event)"
    />
    <select
      class="input !w-auto min-w-0 flex-[0_1_210px] max-sm:flex-[1_1_140px]"
      [attr.aria-label]="t('audit.column.action')"
      (change)="changed.emit({ action: $any($event.target).value })"
    >
      <option value="" [selected]="of().action === ''">{{ t('audit.every_action') }}</option>
      @for (group of groups; track group.name) {
        <optgroup [label]="t('audit.subject.' + group.name)">
          @for (action of group.actions; track action) {
            <option [value]="action" [selected]="of().action === action">
              {{ t('audit.action.' + action) }}
            </option>
          }
        </optgroup>
      }
    </select>
    <select
      class="input !w-auto min-w-0 flex-[0_1_190px] max-sm:flex-[1_1_140px]"
      [attr.aria-label]="t('audit.column.actor')"
      (change)="changed.emit({ actor: $any($event.target).value })"
    >
      <option value="" [selected]="of().actor === ''">{{ t('audit.every_actor') }}</option>
      @for (kind of kinds; track kind) {
        <option [value]="kind" [selected]="of().actor === kind">{{ t('audit.actor.' + kind) }}</option>
      }
    </select>
    <div class="flex items-center gap-3 max-sm:w-full">
      <label
        class="flex min-w-0 items-center gap-2 max-sm:flex-1 max-sm:flex-col max-sm:items-stretch max-sm:gap-1"
        ><span class="text-muted">{{ t('audit.from') }}</span>
        <input
          type="date"
          class="input tabular min-w-0 sm:!w-auto"
          [value]="of().from"
          [max]="of().to"
          (change)="changed.emit({ from: $any($event.target).value })"
      /></label>
      <label
        class="flex min-w-0 items-center gap-2 max-sm:flex-1 max-sm:flex-col max-sm:items-stretch max-sm:gap-1"
        ><span class="text-muted">{{ t('audit.to') }}</span>
        <input
          type="date"
          class="input tabular min-w-0 sm:!w-auto"
          [value]="of().to"
          [min]="of().from"
          (change)="changed.emit({ to: $any($event.target).value })"
      /></label>
    </div>
    @if (isFiltered()) {
      <button type="button" class="btn plain" (click)="cleared.emit()">{{ t('filter.clear') }}</button>
    }`,
})
export class AuditFilters {
  readonly of = input.required<AuditFilterText>();
  readonly isFiltered = input.required<boolean>();
  readonly typed = output<string>();
  readonly changed = output<Partial<AuditFilterText>>();
  readonly cleared = output();
  protected readonly t = inject(Words).t;
  protected readonly groups = actionGroups;
  protected readonly kinds = actorKinds;
}
