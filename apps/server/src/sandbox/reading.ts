import { decodeText, fieldValue, parseHeaderBlock } from '@smtpy/mail';
import PostalMime, { type Email } from 'postal-mime';
import type { CapturedMessage, Sandbox } from './sandbox.ts';

/** A message in the form in which a person reads it. All fields are text to be escaped. */
export interface ShownMessage {
  readonly subject: string;
  readonly headerFrom: string;
  readonly headerTo: string;
  readonly originalFrom: string;
  readonly date: string;
  /** Absent when there is an HTML part alone. */
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly string[];
}

/** How much of a message is read for showing; what lies behind it is said to be left out. */
const readBytes = 2 * 1024 * 1024;

/** How much is read of each message of a list: the header block of almost any mail. */
export const listReadBytes = 16 * 1024;

/** Reads the beginning of a captured message with a MIME parser. Damaged messages are shown as far as they go. */
export async function readForShow(
  sandbox: Sandbox,
  message: CapturedMessage,
  maxBytes = readBytes,
): Promise<ShownMessage> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of sandbox.content(message.deliveryId)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= maxBytes) break;
  }
  const parsed = await parse(Buffer.concat(chunks).subarray(0, maxBytes));
  const header = (key: string): string => parsed.headers.find((field) => field.key === key)?.value ?? '';
  const cut =
    message.sizeBytes > maxBytes ? '\n\n(The rest is left out here; the source has all of it.)' : '';
  const text = parsed.text?.trim() ?? '';
  return {
    subject: parsed.subject?.trim() || 'No subject',
    headerFrom: header('from'),
    headerTo: header('to'),
    originalFrom: header('x-original-from'),
    date: header('date'),
    text: text === '' && parsed.html ? undefined : (text || 'This message has no text.') + cut,
    html: parsed.html || undefined,
    attachments: parsed.attachments.map((part) => part.filename ?? part.mimeType),
  };
}

/** What the parser refuses (parts nested too deeply, a header too large) is shown by its header alone. */
async function parse(octets: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(octets, { maxNestingDepth: 50 });
  } catch {
    // Expected: the parser's limits.
    const fields = parseHeaderBlock(octets).fields.filter(({ name }) => name !== '');
    return {
      headers: fields.map((field) => ({
        key: field.lowerName,
        originalKey: field.name,
        value: decodeText(fieldValue(field)),
      })),
      headerLines: [],
      attachments: [],
      text: 'The parts of this message cannot be read. The source has all of it.',
    };
  }
}
