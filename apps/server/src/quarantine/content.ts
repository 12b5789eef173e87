import { type OpenedContent } from '../queue/index.ts';
import { readMessage, type ReadAttachment } from '../reading/index.ts';
import { sanitizeMailHtml, type Pictures } from './sanitize-mail-html.ts';

/** What a person may see of a message before deciding about it. */
export interface ShownContent {
  /** As written, to be escaped; nothing in it turns the direction of text. */
  readonly text: string | undefined;
  /** Sanitised: it does nothing and fetches nothing. For a frame, see `frameDocument`. */
  readonly html: string | undefined;
  readonly attachments: readonly ShownAttachment[];
  /** Whether there is more than is shown. */
  readonly isCut: boolean;
  /** Whether its parts cannot be read. */
  readonly isDamaged: boolean;
}

/** An attachment, of which nothing but this is shown. */
export interface ShownAttachment {
  readonly name: string | undefined;
  readonly mimeType: string;
  /** Decoded; the least it can be where the message is cut. */
  readonly sizeBytes: number;
}

/** Text beyond this is not read by a person who only decides. */
const maxTextCharacters = 100_000;

/** More attachments than these are counted as one. */
const maxAttachments = 50;

/** Pictures of a message are put into its page: each and all together. */
const maxPictureBytes = 256 * 1024;
const maxPicturesBytes = 1024 * 1024;

/** Pixels and nothing else; SVG is a document. */
const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Controls but for tab and line ends, and what overrides or isolates the direction of text (UAX #9 §2). */
const unsafeInText = /[\p{Cc}\u202a-\u202e\u2066-\u2069](?<![\t\n])/gu;

/** Reads what is to be shown. Rejects when the octets cannot be had. */
export async function readContent(content: OpenedContent): Promise<ShownContent> {
  const { text, html, attachments, isCut, isDamaged } = await readMessage(octetsOf(content));
  const sanitized = html === undefined ? undefined : sanitizeMailHtml(html, picturesOf(attachments));
  return {
    text: text && cleanText(text).slice(0, maxTextCharacters),
    html: sanitized,
    attachments: attachments.slice(0, maxAttachments).map(({ name, mimeType, octets }) => ({
      name,
      mimeType,
      sizeBytes: octets.length,
    })),
    isCut: isCut || (text?.length ?? 0) > maxTextCharacters || attachments.length > maxAttachments,
    isDamaged,
  };
}

async function* octetsOf(content: OpenedContent): AsyncGenerator<Buffer> {
  yield await content.header();
  yield* content.body();
}

function cleanText(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(unsafeInText, '').toWellFormed();
}

function picturesOf(attachments: readonly ReadAttachment[]): Pictures {
  const pictures = new Map<string, string>();
  let leftBytes = maxPicturesBytes;
  for (const { contentId, mimeType, octets } of attachments) {
    const isShown = pictureTypes.has(mimeType) && octets.length <= Math.min(maxPictureBytes, leftBytes);
    if (contentId === undefined || !isShown || pictures.has(contentId)) continue;
    leftBytes -= octets.length;
    pictures.set(contentId, `data:${mimeType};base64,${octets.toString('base64')}`);
  }
  return pictures;
}
