/** The columns that the import reads. */
export const importColumns = [
  'address',
  'mailboxes',
  'note',
  'tags',
  'is_enabled',
  'display_name',
  'mode',
  'is_pinned',
] as const;
/** One of {@link importColumns}. */
export type ImportColumn = (typeof importColumns)[number];

/** A column of the text, and what it is read as; undefined: it is passed over. */
export interface Heading {
  readonly name: string;
  readonly column: ImportColumn | undefined;
}

/** Headings of other programs, SimpleLogin and addy.io, beside the names of the columns themselves. */
const others: Readonly<Record<string, ImportColumn>> = {
  alias: 'address',
  email: 'address',
  description: 'note',
  enabled: 'is_enabled',
  active: 'is_enabled',
  recipients: 'mailboxes',
  name: 'display_name',
  from_name: 'display_name',
  pinned: 'is_pinned',
};

/** What the first line of a CSV names, so that people see before they send it what will be read. The server reads the text itself. */
export function readHeadings(csv: string): readonly Heading[] {
  const [first = ''] = csv.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u, 1);
  const separator = [';', '\t', ','].reduce((best, each) =>
    first.split(each).length > first.split(best).length ? each : best,
  );
  const seen = new Set<ImportColumn>();
  return first
    .split(separator)
    .map((cell) => cell.trim().replace(/^"|"$/gu, '').trim())
    .filter((name) => name !== '')
    .map((name) => {
      const column = columnOf(name.toLowerCase());
      // Of two columns for the same thing the first counts.
      if (column === undefined || seen.has(column)) return { name, column: undefined };
      seen.add(column);
      return { name, column };
    });
}

function columnOf(name: string): ImportColumn | undefined {
  return (
    importColumns.find((column) => column === name) ??
    (Object.hasOwn(others, name) ? others[name] : undefined)
  );
}

/** Lines below the heading that have anything in them. A quoted cell over several lines counts as several: it is an estimate. */
export function countLines(csv: string): number {
  return csv.split(/\r\n|\n|\r/u).filter((line, index) => index > 0 && line.trim() !== '').length;
}
