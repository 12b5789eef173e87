import { inject, Injectable } from '@angular/core';
import type { Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { countOctet, readWithProgress, type Progress } from '../../../shared/data/read-with-progress.ts';
import { saveFile } from '../../../shared/data/save-file.ts';

/** Forms of a file. */
export const exportFormats = ['csv', 'json', 'pdf'] as const;
/** One of {@link exportFormats}. */
export type ExportFormat = (typeof exportFormats)[number];

/** What a file can have a row of, for each step. */
export const exportRows = [
  'organization',
  'domain',
  'alias',
  'mailbox',
  'sender_domain',
  'reason',
  'failure_class',
  'authentication',
] as const;

/** What is asked for. */
export type ExportQuery = NonNullable<Arguments<'exportStatistics'>['query']> & {
  readonly format: ExportFormat;
};

const types = { csv: 'text/csv', json: 'application/json', pdf: 'application/pdf' } as const;
/** A line feed ends each row of CSV, a brace begins each row of JSON. */
const marks = { csv: 0x0a, json: 0x7b } as const;

/** Files of statistics. */
@Injectable({ providedIn: 'root' })
export class StatisticsExport {
  readonly #api = inject(Api);

  /** Saves a file of what was asked for; tells how many rows (of PDF: octets) came. */
  async save(query: ExportQuery, signal: AbortSignal, tell: (progress: Progress) => void): Promise<void> {
    const { format } = query;
    const response = await this.#api.send('exportStatistics', { query }, { accept: types[format], signal });
    const read = await readWithProgress(response, measureOf(format, response.headers), tell);
    await saveFile(read, `statistics.${format}`);
  }
}

function measureOf(
  format: ExportFormat,
  headers: Headers,
): { readonly total: number; readonly count: (piece: Uint8Array) => number } {
  if (format === 'pdf')
    return { total: Number(headers.get('content-length') ?? 0), count: ({ length }) => length };
  const mark = marks[format];
  return {
    total: Number(headers.get('smtpy-total-rows') ?? 0),
    count: (piece) => countOctet(piece, mark),
  };
}
