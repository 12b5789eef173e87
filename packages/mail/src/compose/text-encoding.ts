import { encodePhrase, type HeaderField, makeField } from '../header/index.ts';

// Printable ASCII in words short enough to fold between.
const plainText = /^(?:[\x21-\x7e]{1,60}(?: |$))*$/;
const plainName = /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]*$/;
const beginsEncodedWord = /=\?/;
const lineEndOrNul = /[\r\n\0]/;
// 27 octets are words of 48 characters, which leaves a first line room for the name of the field: RFC 2047 §2 allows a line 76.
const wordOctets = 27;

/**
 * A header field of text in ASCII lines of at most 78 octets, as long as no word is longer than that: everything else is written as encoded
 * words (RFC 2047). Throws RangeError for a name that is none and for CR, LF or NUL in the value.
 */
export function makeTextField(name: string, value: string): HeaderField {
  return makeField(name, encodeText(refuseLineEnds(name, value)));
}

/** A display name that may stand before `<address>`; empty for the empty name. Throws as `makeTextField` does. */
export function formatName(name: string): string {
  const text = refuseLineEnds('a display name', name).trim();
  if (text === '' || (plainName.test(text) && !mustEncode(text))) return text;
  return mustEncode(text) ? encodePhrase(text, wordOctets) : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Unstructured text as it may stand in a field: itself, or encoded words. */
function encodeText(text: string): string {
  const trimmed = text.trim();
  return mustEncode(trimmed) ? encodePhrase(trimmed, wordOctets) : trimmed;
}

/** Whether a text is to be encoded: not ASCII, too long a word, or something that would be decoded. */
function mustEncode(text: string): boolean {
  return !plainText.test(text) || beginsEncodedWord.test(text);
}

function refuseLineEnds(name: string, value: string): string {
  if (lineEndOrNul.test(value)) throw new RangeError(`value of ${name} has CR, LF or NUL`);
  return value;
}
