import { TextDecoder } from 'node:util';
import { isAsciiCompatible } from './known-position.ts';

/** One line as a reader shows it, and where it stands in the part. */
export interface ShownLine {
  /** Decoded, without quote marks and white space at the ends; empty for an empty line. Of a very long line: {@link overlongText}. */
  readonly text: string;
  /** How deep it is quoted; 0 for what the author himself wrote. */
  readonly depth: number;
  /** Whether the mail program that quoted marked it as its own line about the quotation. */
  readonly isMarked: boolean;
  /** Octets of the part, with whatever markup belongs to the line; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Stands for a line that is longer than any that mail programs write about a quotation. */
export const overlongText = '…';

/** Longest line that is looked at, in octets. Outlook writes all recipients on one; the bound keeps the rules linear. */
export const maxShownOctets = 4000;

const quoteMarks = /^ {0,3}>(?: {0,2}>){0,100}/;
// Marks of the writing direction, which Gmail puts around addresses and at the ends of lines in Hebrew and Arabic, and marks of no width.
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const notPlainAscii = /[^\t\r\n -~]/;

/** Without the quote marks of plain text (RFC 3676 §4.5), which are counted, and without what nobody sees. */
export function takeQuoteMarks(line: string): { readonly text: string; readonly depth: number } {
  const text = line.replace(invisible, '');
  const [marks = ''] = quoteMarks.exec(text) ?? [];
  return { text: text.slice(marks.length).trim(), depth: marks.replaceAll(' ', '').length };
}

/** Makes text of octets as characters. Unknown charsets are read as UTF-8; nothing fails. */
export function createDecoder(charset: string): (octets: string) => string {
  const decoder = findDecoder(isAsciiCompatible(charset) ? charset : '');
  return (octets) => (notPlainAscii.test(octets) ? decoder.decode(Buffer.from(octets, 'latin1')) : octets);
}

function findDecoder(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset === '' ? 'utf-8' : charset);
  } catch {
    // RangeError: a charset nobody knows.
    return new TextDecoder();
  }
}
