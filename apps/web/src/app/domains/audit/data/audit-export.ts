import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';
import { saveFile } from '../../../shared/data/save-file.ts';
import type { AuditFilter } from '../util/filter.ts';

/** An entry of the log. */
export type AuditEntry = ItemOf<'listAuditEntries'>;
/** Forms of an export, as the contract has them. */
export type AuditFormat = 'csv' | 'jsonl';

/** Downloads of the log. */
@Injectable({ providedIn: 'root' })
export class AuditExport {
  readonly #api = inject(Api);

  /** Saves what the filter leaves of the log as a file. Throws a Failure where that is refused. */
  async save(format: AuditFormat, filter: AuditFilter): Promise<void> {
    const response = await this.#api.send(
      'exportAuditEntries',
      { body: { format, ...filter } },
      { accept: format === 'csv' ? 'text/csv' : 'application/jsonl' },
    );
    await saveFile(response, `audit-log.${format}`);
  }
}
