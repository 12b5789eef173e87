import type { HeaderBlock, HeaderField } from '../header/index.ts';
import { placePart } from './attachment.ts';
import { AttachmentWalker, type RemovedAttachment } from './attachment-walker.ts';
import { makeNoteFields } from './note.ts';

/** A body, and what takes the place of attachments. */
export interface StripAttachmentsInput {
  /** Of the message: its Content-Type and Content-Transfer-Encoding say how the body is read. */
  readonly header: HeaderBlock;
  readonly body: AsyncIterable<Buffer>;
  /** Called for each attachment when all of it has passed. The same answers at every pass give the same octets. */
  readonly describe: (attachment: RemovedAttachment) => string;
  /** Called for every signed or encrypted part, whose attachments stay. */
  readonly onSealed?: (contentType: string) => void;
}

const bodyPlace = { containerType: '', defaultType: 'text/plain', isFirstLeaf: true } as const;

/**
 * The body with a part of text in the place of each attachment, everything else byte for byte. Where the message is nothing but an
 * attachment the body is the text, which needs the fields of {@link stripHeader}. Signed and encrypted parts stay.
 */
export async function* stripAttachments({
  header,
  body,
  describe,
  onSealed = () => undefined,
}: StripAttachmentsInput): AsyncGenerator<Buffer, void, undefined> {
  const walker = new AttachmentWalker(header, { describe, onSealed, entersSigned: false });
  for await (const chunk of body) {
    const bytes = walker.push(chunk);
    if (bytes.length > 0) yield bytes;
  }
  const bytes = walker.end();
  if (bytes.length > 0) yield bytes;
}

/**
 * The header fields for what {@link stripAttachments} gives: `fields`, which may be those of `header` after other changes, or, where the
 * message is nothing but an attachment, with those of a text in the place of its Content- fields.
 */
export function stripHeader(header: HeaderBlock, fields: readonly HeaderField[]): readonly HeaderField[] {
  if (placePart(header, bodyPlace).kind !== 'attachment') return fields;
  return [...fields.filter(({ lowerName }) => !lowerName.startsWith('content-')), ...makeNoteFields()];
}

/** Whether a body with that header may have attachments. Where not, {@link stripAttachments} gives the body as it is. */
export function mayHaveAttachments(header: HeaderBlock): boolean {
  return placePart(header, bodyPlace).kind !== 'content';
}

/**
 * Whether the message has an attachment, as mail programs list them; those of signed messages count, those of encrypted ones cannot
 * be seen. Reads no further than to the chunk in which the first one begins; rejects with the body's own error.
 */
export async function hasAttachments({
  header,
  body,
}: Pick<StripAttachmentsInput, 'header' | 'body'>): Promise<boolean> {
  if (!mayHaveAttachments(header)) return false;
  const walker = new AttachmentWalker(header, {
    describe: () => '',
    onSealed: () => undefined,
    entersSigned: true,
  });
  for await (const chunk of body) {
    walker.push(chunk);
    if (walker.hasAttachment) return true;
  }
  walker.end();
  return walker.hasAttachment;
}
