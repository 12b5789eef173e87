/**
 * Purpose: the one way in which the program writes CSV.
 *
 * Standards: RFC 4180.
 *
 * Security: a cell that a spreadsheet would take for a formula begins with an apostrophe.
 *
 * Not here: reading CSV (`aliases/`).
 */
export { csvCell, csvLine, formulaStart } from './csv.ts';
