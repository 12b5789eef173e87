/**
 * Bodies in parts.
 *
 * Purpose: walk through a body while it streams and change single leaf parts of it, or put a text in the place of its attachments,
 *   everything else byte for byte as it was.
 * Standards: RFC 2045 (§5 Content-Type, §6 transfer encodings), RFC 2046 (§5.1 multipart, §5.1.5 digest), RFC 2183, RFC 2231,
 *   RFC 2387 (images shown in the text), RFC 1847 (signed and encrypted parts are never changed), RFC 6522 (headers of messages in reports).
 * Guarantees: octets outside of edited parts are the octets that came, however the body is cut into chunks and however broken it is;
 *   an edited part keeps its transfer encoding, or says so where that cannot carry it; memory is bounded by the largest part that is
 *   edited, and attachments are never held; linear time.
 * Fails with: nothing of its own on any bytes; what the source or the editor throws passes through.
 * Security: nothing that is signed or encrypted is touched, and a message inside of the message only where the caller edits headers of
 *   such; depth, header and part sizes are bounded, and what is beyond them passes unedited.
 * Not here: what is changed in a part, and why.
 */
export { decodeQuotedPrintable } from './quoted-printable.ts';
export { editParts, mayEditParts, type EditPartsInput } from './edit-parts.ts';
export type { MimePart, PartEditor, PartFacts, PartFilter, PartHeaderEditor } from './part.ts';
export {
  hasAttachments,
  mayHaveAttachments,
  stripAttachments,
  stripHeader,
  type StripAttachmentsInput,
} from './strip-attachments.ts';
export type { RemovedAttachment } from './attachment-walker.ts';
