/**
 * Reduces text of a peer to what may stand in a structured field. What is not allowed becomes `?`, so that something can be seen to have
 * been there.
 */

// Long enough for every name and reason that is meant, short enough that a client cannot fill the header.
const maxCharacters = 255;

// Letters, digits and what host names and address literals hold. No space, parenthesis, semicolon, quote or backslash.
const notInHostNames = /[^A-Za-z0-9._:[\]-]/gu;
// Quotes and semicolons may stand in comments, but readers exist that look for them before they look for comments.
const notInComments = /[^\x20-\x7e]|[()\\";]/gu;
// What would need an escape in a quoted string, or would show readers that split at it a result of the peer's making.
const notInValues = /[^\x21-\x7e]|["\\;]/gu;
// RFC 2045 §5.1 token, and the `@` between two of them (RFC 8601 §2.2 pvalue).
const token = /^[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+(?:@[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+)?$/;
const notInKeywords = /[^a-z0-9-]/g;

/** A host name or address literal as the client gave it; `unknown` for none. */
export function toHostText(text: string): string {
  return text.slice(0, maxCharacters).replace(notInHostNames, '?') || 'unknown';
}

/** The inside of a comment, trimmed. */
export function toCommentText(text: string): string {
  return text.slice(0, maxCharacters).replace(notInComments, '?').trim();
}

/** A property value: as it is when it is a token or `token@token`, else a quoted string. */
export function toPropertyValue(text: string): string {
  const cut = text.slice(0, maxCharacters);
  return token.test(cut) ? cut : `"${cut.replace(notInValues, '?')}"`;
}

/** A result word; `none` when nothing is left of it. */
export function toKeyword(text: string): string {
  return text.slice(0, maxCharacters).toLowerCase().replace(notInKeywords, '') || 'none';
}
