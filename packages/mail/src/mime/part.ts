import { decodeText } from '../header/encoded-words.ts';
import type { HeaderBlock, HeaderField } from '../header/index.ts';
import { readParameterizedField } from './parameterized-value.ts';
import { isEncoding, parseTransferEncoding, type TransferEncoding } from './transfer-encoding.ts';

/** What the header of a part says about its content. */
export interface PartFacts {
  /** `type/subtype` in lower case; where there is none, what RFC 2045 §5.2 and RFC 2046 §5.1.5 say. */
  readonly contentType: string;
  /** In lower case; empty when not given. */
  readonly charset: string;
  /** `inline`, `attachment`, … in lower case; empty when not given. */
  readonly disposition: string;
  /** For recognising by its ending, not for saving under; empty when not given. */
  readonly filename: string;
  /** Whether it belongs to a message inside of the message, which is by somebody else or of another day. */
  readonly isInAttachedMessage: boolean;
}

/** A leaf part in full. */
export interface MimePart extends PartFacts {
  readonly header: HeaderBlock;
  /** Without transfer encoding, octets in the part's charset. */
  readonly content: Buffer;
}

/** Gives the new content in the same charset; undefined leaves the part byte for byte as it is. What it throws ends the stream. */
export type PartEditor = (part: MimePart) => Buffer | undefined;

/** Gives the new header of a part, without its empty line; undefined leaves it as it is. */
export type PartHeaderEditor = (header: HeaderBlock) => readonly HeaderField[] | undefined;

/** Whether the editor wants to see such a part. All others stream past it. */
export type PartFilter = (facts: PartFacts) => boolean;

interface LeafPlan {
  readonly kind: 'leaf';
  readonly facts: PartFacts;
  readonly transferEncoding: TransferEncoding;
}

/** What the place of a part has to do with how it is opened. */
export interface PartPlace {
  /** The type of a part that gives none. */
  readonly defaultType: string;
  /** Whether messages inside of the message are looked into. */
  readonly entersMessages: boolean;
  readonly isInAttachedMessage: boolean;
}

/** How a part is opened. */
export type PartPlan =
  /** Its parts are looked at; `boundary` as given, without the leading hyphens. */
  | { readonly kind: 'container'; readonly boundary: string; readonly contentType: string }
  | LeafPlan
  /** Holds the header of a message, and perhaps its body. */
  | (Omit<LeafPlan, 'kind'> & { readonly kind: 'message' })
  /** Passes as it is. */
  | { readonly kind: 'opaque' };

/**
 * Types that nothing inside of may change: RFC 1847 for signed and encrypted parts, RFC 8551 for S/MIME, RFC 3156 for OpenPGP; of
 * messages only what is a report (RFC 3464, RFC 8098, RFC 6533) is text like other text.
 */
const sealedTypes =
  /^(?:multipart\/(?:signed|encrypted)|message\/(?!(?:global-)?(?:disposition-notification|delivery-status)$).*|application\/(?:x-)?(?:pkcs7|pgp)-.*)$/;

/** RFC 5322 and RFC 6532, and the header of such a message alone (RFC 6522 §4, RFC 6533 §5). */
const messageTypes: ReadonlySet<string> = new Set([
  'message/rfc822',
  'message/news',
  'message/global',
  'message/global-headers',
  'text/rfc822-headers',
]);

// RFC 2046 §5.1.1 allows 70 characters; some senders write more.
const maxBoundaryOctets = 256;

/** What to do with a part of that header. */
export function planPart(header: HeaderBlock, place: PartPlace): PartPlan {
  const transferEncoding = parseTransferEncoding(
    readParameterizedField(header, 'content-transfer-encoding').value,
  );
  const { value, parameters } = readParameterizedField(header, 'content-type');
  const contentType = /^[^\s/;]+\/[^\s/;]+$/.test(value) ? value : place.defaultType;
  if (transferEncoding === undefined) return { kind: 'opaque' };
  const { isInAttachedMessage } = place;
  const facts = readFacts({ header, contentType, parameters, isInAttachedMessage });
  if (place.entersMessages && isMessage(facts)) return { kind: 'message', facts, transferEncoding };
  if (sealedTypes.test(contentType)) return { kind: 'opaque' };
  if (!contentType.startsWith('multipart/')) return { kind: 'leaf', facts, transferEncoding };
  // RFC 2046 §5.1.1: white space at the end is none of the boundary.
  const boundary = (parameters.get('boundary') ?? '').trimEnd();
  const isUsable = boundary !== '' && boundary.length <= maxBoundaryOctets && !/[\r\n]/.test(boundary);
  // RFC 2045 §6.4: the content of a multipart is never encoded.
  return isUsable && !isEncoding(transferEncoding)
    ? { kind: 'container', boundary, contentType }
    : { kind: 'opaque' };
}

/** Webmail attaches messages that it got as files by the ending of their names alone. */
function isMessage({ contentType, filename }: PartFacts): boolean {
  const isNamedSo = contentType === 'application/octet-stream' && /\.eml$/i.test(filename);
  return isNamedSo || messageTypes.has(contentType);
}

/** Reads what a header says of its part; `contentType` as it was found there, with its parameters. */
export function readFacts(part: {
  readonly header: HeaderBlock;
  readonly contentType: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly isInAttachedMessage: boolean;
}): PartFacts {
  const disposition = readParameterizedField(part.header, 'content-disposition');
  const filename = disposition.parameters.get('filename') ?? part.parameters.get('name') ?? '';
  return {
    contentType: part.contentType,
    charset: (part.parameters.get('charset') ?? '').toLowerCase(),
    disposition: disposition.value,
    filename: decodeText(Buffer.from(filename, 'latin1')),
    isInAttachedMessage: part.isInAttachedMessage,
  };
}
