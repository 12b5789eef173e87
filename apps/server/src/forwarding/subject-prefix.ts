import { encodePhrase, fieldValue, makeField, type HeaderField } from '@smtpy/mail';
import { withoutLineEnds } from './plain-value.ts';

// Printable ASCII in words short enough to fold between.
const plainText = /^(?:[\x21-\x7e]{1,60}(?: |$))*$/;
const beginsEncodedWord = /^=\?[^?\s]{1,75}\?[BbQq]\?[^?]*\?=/;
// RFC 2047 §2: words of 48 characters leave the first line room for the name of the field.
const wordOctets = 27;

/**
 * The fields with `prefix` and a space before the text of the subject, whose octets stay: what was encoded in it still is, in the words
 * and the charset that it came in. Without a Subject there is one of the prefix alone. CR, LF and NUL in the prefix become spaces.
 */
export function prefixSubject(fields: readonly HeaderField[], prefix: string): readonly HeaderField[] {
  const text = prefix
    .toWellFormed()
    .replaceAll(/[\r\n\0]/g, ' ')
    .trim();
  const at = fields.findIndex(({ lowerName }) => lowerName === 'subject');
  const subject = fields[at];
  if (subject === undefined) return [...fields, makeField('Subject', encodePrefix(text, ''))];
  return fields.with(at, prefixField(subject, text));
}

function prefixField(subject: HeaderField, prefix: string): HeaderField {
  const value = withoutLineEnds(fieldValue(subject));
  const encoded = encodePrefix(prefix, value.toString('latin1'));
  return makeField(
    subject.name,
    value.length === 0 ? encoded : Buffer.concat([Buffer.from(`${encoded} `), value]),
  );
}

/** RFC 2047 §6.2: a space between two encoded words is not shown, so the one that is to be seen goes into the first. */
function encodePrefix(prefix: string, value: string): string {
  if (plainText.test(prefix) && !prefix.includes('=?')) return prefix;
  return encodePhrase(beginsEncodedWord.test(value) ? `${prefix} ` : prefix, wordOctets);
}
