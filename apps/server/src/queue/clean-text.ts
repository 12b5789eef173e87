import { stripControl } from '@smtpy/mail';

/**
 * Text of a peer, made storable: without control characters and lone surrogates, which PostgreSQL refuses, and no longer than
 * `maxLength` UTF-16 units.
 */
export function cleanText(text: string, maxLength: number): string {
  return stripControl(text.slice(0, maxLength));
}

/** Longest text kept of a header field, in UTF-16 units: more than any page shows. */
const maxHeaderText = 1_000;

/** The text of a header field, as it is stored. */
export function cleanHeader(text: string): string {
  return cleanText(text, maxHeaderText);
}

/** The longest string inside stored JSON: several times a reply of the largest legal line (RFC 5321 §4.5.3.1.5). */
const maxJsonTextLength = 4_000;

/** A value as JSON that PostgreSQL's `jsonb` takes, whatever a peer put into its strings. Line ends in strings stay. */
export function cleanJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? cleanLines(part.slice(0, maxJsonTextLength)) : part,
  );
}

function cleanLines(text: string): string {
  return text.split('\n').map(stripControl).join('\n');
}
