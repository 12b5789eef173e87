import { decodeText } from '../header/encoded-words.ts';
import { fieldValue, findFields, type HeaderBlock, type HeaderField } from '../header/index.ts';
import { readParameterizedValue } from './parameterized-value.ts';
import { parseTransferEncoding, type TransferEncoding } from './transfer-encoding.ts';

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

/** How a part is opened. */
export type PartPlan =
  /** Its parts are looked at; `boundary` as given, without the leading hyphens. */
  | { readonly kind: 'container'; readonly boundary: string; readonly contentType: string }
  | { readonly kind: 'leaf'; readonly facts: PartFacts; readonly transferEncoding: TransferEncoding }
  /** Passes as it is. */
  | { readonly kind: 'opaque' };

/**
 * Types that nothing inside of may change: RFC 1847 for signed and encrypted parts, RFC 8551 for S/MIME, RFC 3156 for OpenPGP; a
 * message inside of the message is a document of its own.
 */
const sealedTypes = /^(?:multipart\/(?:signed|encrypted)|message\/.*|application\/(?:x-)?(?:pkcs7|pgp)-.*)$/;

// RFC 2046 §5.1.1 allows 70 characters; some senders write more.
const maxBoundaryOctets = 256;

/** What to do with a part of that header. `defaultType` is the type of a part that gives none. */
export function planPart(header: HeaderBlock, defaultType: string): PartPlan {
  const transferEncoding = parseTransferEncoding(readField(header, 'content-transfer-encoding').value);
  const { value, parameters } = readField(header, 'content-type');
  const contentType = /^[^\s/;]+\/[^\s/;]+$/.test(value) ? value : defaultType;
  if (transferEncoding === undefined || sealedTypes.test(contentType)) return { kind: 'opaque' };
  if (!contentType.startsWith('multipart/')) {
    const facts = readFacts({ header, contentType, parameters });
    return { kind: 'leaf', facts, transferEncoding };
  }
  // RFC 2046 §5.1.1: white space at the end is none of the boundary.
  const boundary = (parameters.get('boundary') ?? '').trimEnd();
  const isUsable = boundary !== '' && boundary.length <= maxBoundaryOctets && !/[\r\n]/.test(boundary);
  // RFC 2045 §6.4: the content of a multipart is never encoded.
  const isEncoded = transferEncoding === 'base64' || transferEncoding === 'quoted-printable';
  return isUsable && !isEncoded ? { kind: 'container', boundary, contentType } : { kind: 'opaque' };
}

function readFacts(part: {
  readonly header: HeaderBlock;
  readonly contentType: string;
  readonly parameters: ReadonlyMap<string, string>;
}): PartFacts {
  const disposition = readField(part.header, 'content-disposition');
  const filename = disposition.parameters.get('filename') ?? part.parameters.get('name') ?? '';
  return {
    contentType: part.contentType,
    charset: (part.parameters.get('charset') ?? '').toLowerCase(),
    disposition: disposition.value,
    filename: decodeText(Buffer.from(filename, 'latin1')),
  };
}

/** The first field of that name, as most readers take it. */
function readField(header: HeaderBlock, lowerName: string): ReturnType<typeof readParameterizedValue> {
  const [field] = findFields(header, lowerName);
  return readParameterizedValue(field === undefined ? Buffer.alloc(0) : fieldValue(field));
}
