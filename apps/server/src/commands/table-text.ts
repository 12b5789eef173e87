import { stripControl } from '@smtpy/mail';

/** A table for a terminal: columns as wide as their widest cell, the header in capitals. `empty` stands for no rows. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { empty }: { readonly empty: string },
): string {
  if (rows.length === 0) return empty;
  const lines = [header.map((cell) => cell.toUpperCase()), ...rows.map((row) => row.map(stripControl))];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values below each other; absent values are left out. */
export function formatFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const present = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const width = Math.max(0, ...present.map(([name]) => name.length));
  return present.map(([name, value]) => `${name.padEnd(width)}  ${stripControl(value)}`).join('\n');
}

/** An instant for people: UTC, to the second. */
export function formatInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
