import { Component, computed, inject, input, signal } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { CircleAlert, CircleCheck, CircleMinus } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

type Report = Answer<'importAliases'>;

/** Lines that are shown at once: ten thousand rows would freeze the page. */
const shownLines = 200;

/** What an import did, or would do, line by line; what is wrong comes first. */
@Component({
  selector: 'app-import-report',
  imports: [Icon],
  host: { class: 'grid gap-4' },
  template: `<div class="flex flex-wrap gap-2" role="status">
      <span class="chip green"
        ><app-icon [of]="check" [size]="14" />{{
          tn(report().is_dry_run ? 'aliases.import.would_create' : 'aliases.import.created', report().created)
        }}</span
      >
      <span class="chip"
        ><app-icon [of]="minus" [size]="14" />{{ tn('aliases.import.exists', report().existing) }}</span
      >
      <span class="chip" [class.red]="report().invalid > 0"
        ><app-icon [of]="alert" [size]="14" />{{ tn('aliases.import.invalid', report().invalid) }}</span
      >
    </div>
    <div class="card max-h-[46vh] overflow-auto">
      <table class="table">
        <caption class="sr-only">
          {{
            t('aliases.import.report')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number w-16">{{ t('aliases.import.line') }}</th>
            <th scope="col">{{ t('aliases.column.address') }}</th>
            <th scope="col">{{ t('aliases.import.result') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (line of lines(); track line.line) {
            <tr>
              <td class="number text-muted">{{ line.line }}</td>
              <td class="mono max-w-[260px] break-all">{{ line.address ?? '—' }}</td>
              <td>
                <span class="flex items-start gap-1.5">
                  <app-icon
                    class="mt-px"
                    [of]="line.result === 'invalid' ? alert : line.result === 'created' ? check : minus"
                    [size]="15"
                    [class.text-red]="line.result === 'invalid'"
                    [class.text-green]="line.result === 'created'"
                  />
                  <span
                    >{{ t('aliases.import.line_' + line.result) }}
                    @if (line.message; as message) {
                      <span class="text-muted" lang="en">· {{ message }}</span>
                    }
                  </span>
                </span>
              </td>
            </tr>
          }
        </tbody>
      </table>
    </div>
    @if (report().lines.length > shownCount()) {
      <button type="button" class="btn small justify-self-center" (click)="showMore()">
        {{ tn('aliases.import.more', report().lines.length - shownCount()) }}
      </button>
    }`,
})
export class ImportReport {
  readonly report = input.required<Report>();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly check = CircleCheck;
  protected readonly minus = CircleMinus;
  protected readonly alert = CircleAlert;
  protected readonly shownCount = signal(shownLines);
  readonly #sorted = computed(() => {
    const rank = { invalid: 0, created: 1, exists: 2 } as const;
    return [...this.report().lines].sort((a, b) => rank[a.result] - rank[b.result] || a.line - b.line);
  });
  protected readonly lines = computed(() => this.#sorted().slice(0, this.shownCount()));

  protected showMore(): void {
    this.shownCount.update((count) => count + 5 * shownLines);
  }
}
