import { Component, inject, input, output } from '@angular/core';
import { Choice } from '../../../shared/ui/choice.ts';
import { Words } from '../../../shared/util/words.ts';
import type { ScopeLevel, ScopeRow } from '../util/scope-choice.ts';

/** What a key may, kind by kind. */
@Component({
  selector: 'app-scope-table',
  imports: [Choice],
  host: { class: 'rows block rounded-lg border border-line' },
  template: `@for (row of rows(); track row.resource) {
    <div class="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2">
      <span class="min-w-0 flex-1 basis-44">
        <span class="block font-medium">{{ t('developers.resource.' + row.resource) }}</span>
        <span class="block text-[13px] text-muted">{{ t('developers.resource_text.' + row.resource) }}</span>
      </span>
      <app-choice
        [label]="t('developers.resource.' + row.resource)"
        [hidesLabel]="true"
        [choices]="choicesOf(row)"
        [value]="levels()[row.resource] ?? 'none'"
        (chosen)="chosen.emit({ resource: row.resource, level: $event })"
      />
    </div>
  }`,
})
export class ScopeTable {
  readonly rows = input.required<readonly ScopeRow[]>();
  readonly levels = input.required<Readonly<Record<string, ScopeLevel>>>();
  readonly chosen = output<{ readonly resource: string; readonly level: ScopeLevel }>();
  protected readonly t = inject(Words).t;

  protected choicesOf(row: ScopeRow): { readonly value: ScopeLevel; readonly label: string }[] {
    return row.levels.map((value) => ({ value, label: this.t(`developers.level.${value}`) }));
  }
}
