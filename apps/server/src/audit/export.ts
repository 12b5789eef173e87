import { Readable } from 'node:stream';
import type { AuditEntryBody, auditExportFormats } from '@smtpy/contract';
import { outsideTransaction, type Db } from '../db/index.ts';
import { csvEntry, csvHeader } from './csv.ts';
import type { AuditFilter, AuditScope } from './entry.ts';
import { formatEntry } from './form.ts';
import { findEntries } from './store.ts';

/** A form of an export. */
export type AuditExportFormat = (typeof auditExportFormats)[number];

/** What to export. */
export interface AuditExport {
  readonly scope: AuditScope;
  readonly filter?: AuditFilter;
  readonly format: AuditExportFormat;
}

/** How a format is written. */
interface Writing {
  readonly header: string;
  readonly entry: (entry: AuditEntryBody) => string;
}

const writings: Readonly<Record<AuditExportFormat, Writing>> = {
  csv: { header: csvHeader, entry: csvEntry },
  jsonl: { header: '', entry: (entry) => `${JSON.stringify(entry)}\n` },
};

/** Entries read at once: with the longest entries there can be about 10 MB, as a rule 200 kB. */
const batchSize = 500;

/**
 * Newest first. No statement joins the transaction of the request, which has ended when the first of them runs, and none is open while the
 * client is slow; entries written meanwhile are newer than the ones that follow.
 */
export function exportEntries(db: Db, wanted: AuditExport): Readable {
  return outsideTransaction(() =>
    Readable.from(readTexts(db, wanted), { objectMode: false, highWaterMark: 65_536 }),
  );
}

async function* readTexts(db: Db, { scope, filter = {}, format }: AuditExport): AsyncGenerator<string> {
  const { header, entry } = writings[format];
  if (header !== '') yield header;
  let beforeId: string | undefined;
  for (;;) {
    const query = { scope, filter, beforeId, limit: batchSize };
    const entries = await outsideTransaction(() => findEntries(db, query));
    if (entries.length > 0) yield entries.map((found) => entry(formatEntry(found))).join('');
    if (entries.length < batchSize) return;
    beforeId = entries.at(-1)?.id;
  }
}
