import { Component, DestroyRef, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import type { Progress } from '../../../shared/data/read-with-progress.ts';
import { ChoiceList } from '../../../shared/ui/choice-list.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import {
  exportFormats,
  exportRows,
  StatisticsExport,
  type ExportFormat,
  type ExportQuery,
} from '../data/export.ts';

/** What the page shows, for the file to hold the same time. */
export interface ExportedRange {
  readonly query: Omit<ExportQuery, 'format'>;
  /** In words. */
  readonly range: string;
  /** Whether the page is limited to a domain, alias or mailbox, which a file is not. */
  readonly isLimited: boolean;
}

/** Exports what is counted as a file, and shows how far it got. */
@Component({
  selector: 'app-export-dialog',
  imports: [ChoiceList, DialogFrame, Field, FieldControl, FormFailure],
  template: `<app-dialog-frame [title]="t('statistics.export.title')">
    <form class="grid gap-5" id="export-form" (submit)="$event.preventDefault(); save()">
      <p class="m-0 text-muted">
        {{ data.range }}
        @if (data.isLimited) {
          {{ t('statistics.export.whole') }}
        }
      </p>
      <app-choice-list
        [label]="t('statistics.export.format')"
        [choices]="choices"
        [value]="format()"
        [isDisabled]="progress() !== undefined"
        (chosen)="format.set($event)"
      />
      @if (format() !== 'pdf') {
        <app-field [label]="t('statistics.export.rows')">
          <select
            class="input"
            appFieldControl
            [disabled]="progress() !== undefined"
            (change)="rows.set($any($event.target).value)"
          >
            @for (each of rowNames; track each) {
              <option [value]="each" [selected]="each === rows()">
                {{ t('statistics.export.of.' + each) }}
              </option>
            }
          </select>
        </app-field>
      }
      @if (progress(); as progress) {
        <div class="grid gap-1.5" role="status">
          <progress
            class="w-full accent-accent"
            [value]="progress.done"
            [max]="progress.total || 1"
          ></progress>
          <span class="tabular text-[13px] text-muted">{{ told(progress) }}</span>
        </div>
      }
      @if (failure(); as failure) {
        <app-form-failure [of]="failure" />
      }
    </form>
    <ng-container foot>
      <button type="button" class="btn" (click)="leave()">{{ t('action.cancel') }}</button>
      <button type="submit" form="export-form" class="btn primary" [disabled]="progress() !== undefined">
        {{ t('statistics.export.action') }}
      </button>
    </ng-container>
  </app-dialog-frame>`,
})
export class ExportDialog {
  protected readonly data = inject<ExportedRange>(DIALOG_DATA);
  readonly #ref = inject(DialogRef);
  readonly #export = inject(StatisticsExport);
  readonly #formats = inject(Formats);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly choices = exportFormats.map((value) => ({
    value,
    label: value.toUpperCase(),
    text: this.t(`statistics.export.${value}`),
  }));
  protected readonly rowNames = exportRows;
  protected readonly format = signal<ExportFormat>('csv');
  protected readonly rows = signal<(typeof exportRows)[number]>('organization');
  /** Undefined: nothing is on its way. */
  protected readonly progress = signal<Progress | undefined>(undefined);
  protected readonly failure = signal<Failure | undefined>(undefined);
  #abort: AbortController | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#abort?.abort());
  }

  protected told({ done, total }: Progress): string {
    const [write, key] =
      this.format() === 'pdf'
        ? [this.#formats.bytes, 'statistics.export.bytes_done']
        : [this.#formats.number, 'statistics.export.rows_done'];
    return this.t(key, { done: write(done), total: write(total) });
  }

  protected async save(): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    this.failure.set(undefined);
    this.progress.set({ done: 0, total: 0 });
    const query = { ...this.data.query, format: this.format(), rows: this.rows() };
    try {
      await this.#export.save(query, abort.signal, (progress) => this.progress.set(progress));
      this.#toasts.done(this.t('statistics.export.done'));
      this.#ref.close();
    } catch (error) {
      // Cancelled by the person: there is nothing to tell.
      if (!abort.signal.aborted) this.failure.set(toFailure(error));
    } finally {
      this.progress.set(undefined);
    }
  }

  protected leave(): void {
    if (this.progress() === undefined) this.#ref.close();
    else this.#abort?.abort();
  }
}
