import { formulaStart } from '../csv/index.ts';

/** What a line can say of an alias. */
export type ImportColumn =
  'address' | 'mailboxes' | 'note' | 'tags' | 'isEnabled' | 'displayName' | 'mode' | 'isPinned' | 'deletedAt';

/** Headings in lower case: ours, and those of the exports of SimpleLogin and addy.io. Where a text has two for one column, the first counts. */
const columnsByHeading: Readonly<Record<string, ImportColumn>> = {
  address: 'address',
  alias: 'address',
  email: 'address',
  mailboxes: 'mailboxes',
  mailbox: 'mailboxes',
  recipients: 'mailboxes',
  note: 'note',
  description: 'note',
  tags: 'tags',
  is_enabled: 'isEnabled',
  enabled: 'isEnabled',
  active: 'isEnabled',
  display_name: 'displayName',
  name: 'displayName',
  from_name: 'displayName',
  mode: 'mode',
  is_pinned: 'isPinned',
  pinned: 'isPinned',
  deleted_at: 'deletedAt',
};

/** Which place each column has; undefined where nothing says where addresses are. */
export function readHeading(cells: readonly string[]): ReadonlyMap<ImportColumn, number> | undefined {
  const places = new Map<ImportColumn, number>();
  for (const [place, cell] of cells.entries()) {
    const heading = cell.trim().toLowerCase();
    // Of its own: `constructor` is no heading.
    const column = Object.hasOwn(columnsByHeading, heading) ? columnsByHeading[heading] : undefined;
    if (column !== undefined && !places.has(column)) places.set(column, place);
  }
  return places.has('address') ? places : undefined;
}

/** What a line says, as text; what it does not say is empty. */
export function readCells(
  cells: readonly string[],
  places: ReadonlyMap<ImportColumn, number>,
): (column: ImportColumn) => string {
  return (column) => {
    const place = places.get(column);
    return place === undefined ? '' : withoutApostrophe(cells[place] ?? '').trim();
  };
}

/** The apostrophe with which an export keeps a cell from being a formula. */
function withoutApostrophe(cell: string): string {
  return cell.startsWith("'") && formulaStart.test(cell.slice(1)) ? cell.slice(1) : cell;
}

/** The separator that the heading has most of, outside of quotation marks; a comma where it has none. */
export function findDelimiter(text: string): ',' | ';' | '\t' {
  const [heading = ''] = text.split(/[\r\n]/, 1);
  const plain = heading.replaceAll(/"[^"]*"/g, '');
  const counts = ([',', ';', '\t'] as const).map((mark) => ({ mark, count: plain.split(mark).length - 1 }));
  const [most] = counts.toSorted((one, other) => other.count - one.count);
  return most?.mark ?? ',';
}
