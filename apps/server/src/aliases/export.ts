import { Readable } from 'node:stream';
import { csvLine } from '../csv/index.ts';
import { outsideTransaction, type Db } from '../db/index.ts';
import type { AliasBody } from '@smtpy/contract';
import type { AliasFilter, AliasPlace } from './details.ts';
import { formatAlias } from './form.ts';
import { listPart } from './list-store.ts';

type Column = readonly [name: string, valueOf: (alias: AliasBody) => string | number | boolean | null];

const columns: readonly Column[] = [
  ['address', ({ address }) => address],
  ['mailboxes', ({ mailboxes }) => mailboxes.map(({ address }) => address).join(' ')],
  ['note', ({ note }) => note],
  ['tags', ({ tags }) => tags.join(',')],
  ['is_enabled', (alias) => alias.is_enabled],
  ['display_name', (alias) => alias.display_name],
  ['mode', ({ mode }) => mode],
  ['is_pinned', (alias) => alias.is_pinned],
  ['when_disabled', (alias) => alias.when_disabled],
  ['plus_addressing', (alias) => alias.plus_addressing],
  ['expires_at', (alias) => alias.expires_at],
  ['messages_left', (alias) => alias.messages_left],
  ['pinning', ({ pinning }) => pinning],
  ['pins', ({ pins }) => pins.join(' ')],
  ['holds_for_preview', (alias) => alias.holds_for_preview],
  ['origin', ({ origin }) => origin],
  ['forwarded', ({ counters }) => counters.forwarded],
  ['replied', ({ counters }) => counters.replied],
  ['blocked', ({ counters }) => counters.blocked],
  ['bounced', ({ counters }) => counters.bounced],
  ['last_activity_at', (alias) => alias.last_activity_at],
  ['created_at', (alias) => alias.created_at],
  ['deleted_at', (alias) => alias.deleted_at],
];

/** The line that names the columns. */
const header = csvLine(columns.map(([name]) => name));

/** The line of an alias. */
function lineOf(alias: AliasBody): string {
  return csvLine(columns.map(([, valueOf]) => String(valueOf(alias) ?? '')));
}

/** Aliases read at once: some 500 kB. */
const batchSize = 500;

/** What to export. */
export interface ExportAliases {
  readonly organizationId: string;
  readonly filter: AliasFilter;
  readonly deletedAfter: Date;
}

/**
 * Aliases as CSV, oldest first, read as fast as they are taken. No statement joins a transaction, and none is open while the client is
 * slow; what is made meanwhile may be among them.
 */
export function exportAliases(db: Db, wanted: ExportAliases): Readable {
  return outsideTransaction(() =>
    Readable.from(readLines(db, wanted), { objectMode: false, highWaterMark: 65_536 }),
  );
}

async function* readLines(db: Db, wanted: ExportAliases): AsyncGenerator<string> {
  yield header;
  let after: AliasPlace | undefined;
  for (;;) {
    const list = {
      ...wanted,
      part: 'all',
      order: 'created_at',
      isDescending: false,
      limit: batchSize,
    } as const;
    const place = after;
    const rows = await outsideTransaction(() => listPart(db, { ...list, after: place }));
    if (rows.length > 0) yield rows.map(({ details }) => lineOf(formatAlias(details))).join('');
    if (rows.length < batchSize) return;
    after = rows.at(-1)?.place;
  }
}
