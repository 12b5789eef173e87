import { decodeText, fieldValue, parseHeaderBlock } from '@smtpy/mail';
import PostalMime, { type Attachment, type Email } from 'postal-mime';

/** A message as a person reads it. All of it is what the sender wrote. */
export interface ReadMessage {
  /** The value of the first field of that lower-case name, decoded; empty where there is none. */
  readonly field: (lowerName: string) => string;
  /** Undefined where there is none, or an empty one. */
  readonly subject: string | undefined;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: readonly ReadAttachment[];
  /** Whether there was more than was read. */
  readonly isCut: boolean;
  /** Whether the parts cannot be read: there are fields alone. */
  readonly isDamaged: boolean;
}

/** A part that is neither the text nor the HTML. */
export interface ReadAttachment {
  readonly name: string | undefined;
  readonly mimeType: string;
  /** Decoded. Of a message that was cut, as far as it was read. */
  readonly octets: Buffer;
  /** Without angle brackets; by it HTML names a picture that comes with it (RFC 2392). */
  readonly contentId: string | undefined;
}

/** How much of a message is read for showing it: more than any letter has of text; what lies behind are attachments. */
export const shownBytes = 2 * 1024 * 1024;

/** Parts in parts: nobody writes so many, and each costs. */
const maxNestingDepth = 50;

/** Reads the beginning of a message: at most `maxBytes` octets, by default {@link shownBytes}. Rejects only when its octets cannot be had. */
export async function readMessage(
  octets: AsyncIterable<Buffer>,
  maxBytes: number = shownBytes,
): Promise<ReadMessage> {
  const { data, isCut } = await readBeginning(octets, maxBytes);
  const { email, isDamaged } = await parse(data);
  const subject = email.subject?.trim() ?? '';
  const text = email.text?.trim() ?? '';
  return {
    field: (lowerName) => email.headers.find(({ key }) => key === lowerName)?.value ?? '',
    subject: subject === '' ? undefined : subject,
    text: text === '' ? undefined : text,
    html: email.html === undefined || email.html === '' ? undefined : email.html,
    attachments: email.attachments.map(toAttachment),
    isCut,
    isDamaged,
  };
}

async function readBeginning(
  octets: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ readonly data: Buffer; readonly isCut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of octets) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return { data: Buffer.concat(chunks).subarray(0, maxBytes), isCut: length > maxBytes };
}

/** What the parser refuses (parts nested too deeply, a header too large) is read by its header alone. */
async function parse(data: Buffer): Promise<{ readonly email: Email; readonly isDamaged: boolean }> {
  try {
    return { email: await PostalMime.parse(data, { maxNestingDepth }), isDamaged: false };
  } catch {
    // Expected: the parser's limits.
    return { email: readFields(data), isDamaged: true };
  }
}

function readFields(data: Buffer): Email {
  const fields = parseHeaderBlock(data).fields.filter(({ name }) => name !== '');
  const headers = fields.map((field) => ({
    key: field.lowerName,
    originalKey: field.name,
    value: decodeText(fieldValue(field)),
  }));
  const subject = headers.find(({ key }) => key === 'subject')?.value;
  return { headers, headerLines: [], attachments: [], ...(subject !== undefined && { subject }) };
}

function toAttachment({ filename, mimeType, content, contentId }: Attachment): ReadAttachment {
  return {
    name: filename ?? undefined,
    mimeType,
    octets: typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as ArrayBuffer),
    contentId: contentId?.replace(/^<|>$/gu, ''),
  };
}
