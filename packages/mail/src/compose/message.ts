import { createHash } from 'node:crypto';
import { type Address, formatAddress } from '../address/index.ts';
import { formatDate } from '../format-date.ts';
import { type HeaderField, formatHeaderBlock, makeField } from '../header/index.ts';
import { encodeBody } from './body-encoding.ts';
import { formatName, makeTextField } from './text-encoding.ts';

/** Someone in From or To. */
export interface NamedAddress {
  /** As people read it; no line ends. */
  readonly name?: string;
  readonly address: Address;
}

/** What every message that this program writes has. */
export interface MessageFacts {
  /** The address must be ASCII. */
  readonly headerFrom: NamedAddress;
  /** An address outside of ASCII is shown as a name without address (RFC 6857 §3.1): the message stays ASCII. */
  readonly headerTo: readonly NamedAddress[];
  readonly subject: string;
  /** With its angle brackets; at most 255 octets. */
  readonly messageId: string;
  readonly date: Date;
  /** More fields, such as Auto-Submitted or In-Reply-To, in their order; none of those that are written anyway. */
  readonly extraFields?: readonly { readonly name: string; readonly value: string }[];
  /** Of the parts; when not given, made from the Message-ID. */
  readonly boundary?: string;
}

/** A part of a message, ready to be written. */
export interface Part {
  readonly fields: readonly HeaderField[];
  /** ASCII lines that end in CRLF. */
  readonly content: string;
}

const messageIdPattern = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,253}>$/;
// RFC 2046 §5.1.1 without what would need care in quotes.
const boundaryPattern = /^[0-9A-Za-z'()+_,./:=?-]{1,60}$/;
const ascii = /^[\x20-\x7e]+$/;
const writtenFields = /^(?:from|to|subject|date|message-id|mime-version|content-.*)$/i;
// RFC 5322 §2.1.1.
const preferredLineOctets = 78;

/** Header and content as one message. Throws RangeError for values that would not stay inside of their field. */
export function formatMessage(facts: MessageFacts, { fields, content }: Part): Buffer {
  const { headerFrom, headerTo, subject, messageId, date, extraFields = [] } = facts;
  if (!ascii.test(formatAddress(headerFrom.address))) throw new RangeError('author’s address is not ASCII');
  if (!messageIdPattern.test(messageId)) throw new RangeError('not a Message-ID with angle brackets');
  const header = formatHeaderBlock([
    makeField('From', formatPerson(headerFrom)),
    makeField('To', headerTo.map(formatPerson).join(', ') || 'undisclosed-recipients:;'),
    makeTextField('Subject', subject),
    makeField('Date', formatDate(date)),
    makeField('Message-ID', messageId),
    ...extraFields.map(({ name, value }) => makeExtraField(name, value)),
    makeField('MIME-Version', '1.0'),
    ...fields,
  ]);
  return Buffer.concat([header, Buffer.from(content, 'latin1')]);
}

/** Boundary of a message: the one given, or one that follows from its Message-ID. */
export function boundaryOf({ boundary, messageId }: MessageFacts): string {
  // `=_` never stands in quoted-printable (RFC 2045 §6.7).
  const chosen = boundary ?? `=_${createHash('sha256').update(messageId).digest('hex').slice(0, 32)}`;
  if (!boundaryPattern.test(chosen)) throw new RangeError('not a boundary');
  return chosen;
}

/** A part of text in UTF-8. */
export function makeTextPart(type: string, text: string, boundary: string): Part {
  const bytes = Buffer.from(text.toWellFormed());
  const encoded = encodeBody(bytes, { boundary, maxLineOctets: preferredLineOctets });
  return {
    fields: [
      makeField('Content-Type', `${type}; charset=${encoded.isAscii ? 'us-ascii' : 'utf-8'}`),
      makeField('Content-Transfer-Encoding', encoded.encoding),
    ],
    content: encoded.content,
  };
}

/** Several parts as one. `type` is a whole Content-Type without its boundary. */
export function joinParts(type: string, boundary: string, parts: readonly Part[]): Part {
  const written = parts.map(
    ({ fields, content }) => `--${boundary}\r\n${formatHeaderBlock(fields).toString('latin1')}${content}\r\n`,
  );
  return {
    fields: [makeField('Content-Type', `${type}; boundary="${boundary}"`)],
    content: `${written.join('')}--${boundary}--\r\n`,
  };
}

function formatPerson({ name = '', address }: NamedAddress): string {
  const text = formatAddress(address);
  if (!ascii.test(text)) return `${formatName(name === '' ? text : `${name} ${text}`)}:;`;
  const phrase = formatName(name);
  return phrase === '' ? text : `${phrase} <${text}>`;
}

/** Throws RangeError for a field that the message has already. */
function makeExtraField(name: string, value: string): HeaderField {
  if (writtenFields.test(name)) throw new RangeError(`${name} is written already`);
  return /^(?:in-reply-to|references)$/i.test(name)
    ? makeField(name, refuseNonAscii(name, value))
    : makeTextField(name, value);
}

/** Encoded words may not stand in identifiers (RFC 2047 §5). */
function refuseNonAscii(name: string, value: string): string {
  if (!ascii.test(value)) throw new RangeError(`value of ${name} is not ASCII`);
  return value;
}
