/**
 * Purpose: the report on paper: A4, as PDF. What it tells is read first and drawn then, so that drawing needs nothing but numbers.
 *
 * Guarantees: nothing is in it that is not counted: what there is none of is a dash or left out.
 */
export { readReport } from './read-report.ts';
