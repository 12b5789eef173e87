/**
 * The header block of a message as bytes.
 *
 * Purpose: find, read, remove and add header fields without touching the bytes of the others; read the authors out of From and
 *   Reply-To; make text for display out of what people wrote in any charset.
 * Standards: RFC 5322 §2.2, §3.2 to §3.6 and §4; RFC 6854 (groups in From); RFC 2047 (encoded words); RFC 6532 (raw UTF-8).
 * Guarantees: `formatHeaderBlock(parseHeaderBlock(x).fields)` is `x` for every header block with its empty line, whatever its bytes;
 *   a phrase that `parseMailboxes` gives can stand before `<address>` in a new field as it is.
 * Fails with: nothing on reading; `makeField` throws RangeError when the value would not stay inside its field.
 * Security: no CR, LF or NUL gets into a made field except as a fold; ambiguous mailboxes have no address; linear time.
 * Not here: MIME parts, bodies, verification.
 */
export type { HeaderBlock, HeaderField } from './header-block.ts';
export {
  fieldValue,
  findFields,
  findHeaderEnd,
  formatHeaderBlock,
  parseHeaderBlock,
} from './header-block.ts';
export { makeField } from './make-field.ts';
export type { MailboxSpec } from './mailbox-list.ts';
export { parseMailboxes } from './mailbox-list.ts';
export { encodePhrase } from './phrase.ts';
export { decodePhrase, decodeText } from './encoded-words.ts';
