import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { maxImportCharacters, type Answer } from '@smtpy/contract/web';
import { FileUp } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { ImportReport } from '../ui/import-report.ts';
import { countLines, readHeadings } from '../util/csv-heading.ts';

/**
 * Import of a CSV: first the text, then what would happen line by line, then what happened.
 *
 *     text ──(check)──► checked ──(import)──► imported
 *       ▲──────(back)──────┘
 */
@Component({
  selector: 'app-import-aliases',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormFailure, Icon, ImportReport],
  templateUrl: './import-aliases.html',
})
export class ImportAliases {
  readonly #api = inject(Api);
  protected readonly ref = inject<DialogRef>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly formats = inject(Formats);
  protected readonly fileIcon = FileUp;

  protected readonly text = signal('');
  protected readonly fileName = signal('');
  protected readonly report = signal<Answer<'importAliases'> | undefined>(undefined);
  protected readonly isSending = signal(false);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly headings = computed(() => readHeadings(this.text().slice(0, 20_000)));
  protected readonly lineCount = computed(() => countLines(this.text()));
  protected readonly isTooLong = computed(() => this.text().length > maxImportCharacters);
  protected readonly hasAddress = computed(() => this.headings().some(({ column }) => column === 'address'));
  protected readonly fault = computed(() => {
    if (this.isTooLong()) return this.t('errors.body_too_large');
    if (this.text().trim() === '') return undefined;
    return this.hasAddress() ? undefined : this.t('aliases.import.no_address');
  });
  protected readonly canCheck = computed(
    () => this.lineCount() > 0 && this.fault() === undefined && !this.isSending(),
  );

  protected async read(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    // So that the same file can be chosen again after it was mended.
    input.value = '';
    if (file !== undefined) await this.#take(file);
  }

  protected drop(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    event.preventDefault();
    void this.#take(file);
  }

  protected async send(isTrial: boolean): Promise<void> {
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      this.report.set(
        await this.#api.call('importAliases', { body: { csv: this.text(), dry_run: isTrial } }),
      );
    } catch (error) {
      // Expected: a Failure; the text stays.
      this.failure.set(toFailure(error));
    } finally {
      this.isSending.set(false);
    }
  }

  protected back(): void {
    this.report.set(undefined);
    this.failure.set(undefined);
  }

  async #take(file: File): Promise<void> {
    this.fileName.set(file.name);
    // One character takes four octets at most: what is larger is too long in any case, and is not read.
    this.text.set(
      file.size > 4 * maxImportCharacters ? ' '.repeat(maxImportCharacters + 1) : await file.text(),
    );
  }
}
