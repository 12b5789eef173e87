/**
 * What spreadsheets take for the beginning of a formula when it is the first character of a cell (OWASP, CSV Injection): the signs, also in
 * their full width, and the white space that some of them skip.
 */
export const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A cell: always in quotes, and never a formula (RFC 4180 §2). */
export function csvCell(text: string): string {
  const harmless = formulaStart.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** A line with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
