import { findFields, type HeaderBlock } from '../header/index.ts';
import { readFacts, type PartFacts } from './part.ts';
import { readParameterizedField } from './parameterized-value.ts';
import { isEncoding, parseTransferEncoding, type TransferEncoding } from './transfer-encoding.ts';

/** Where a part stands. */
export interface AttachmentPlace {
  /** Type of the multipart it is a part of; empty for the body of the message. */
  readonly containerType: string;
  /** The type of a part that gives none. */
  readonly defaultType: string;
  /** Whether no part with content came before it: where a text is what the author wrote. */
  readonly isFirstLeaf: boolean;
}

/** What a part is to somebody who asks for attachments. */
export type PlacedPart =
  | { readonly kind: 'container'; readonly boundary: string; readonly contentType: string }
  /** Signed or encrypted, its parts included. `boundary` of a signed multipart, whose parts can be read. */
  | { readonly kind: 'sealed'; readonly boundary?: string; readonly contentType: string }
  | {
      readonly kind: 'attachment';
      readonly facts: PartFacts;
      readonly transferEncoding: TransferEncoding;
    }
  /** Text, an image shown in the text, a signature, a report. */
  | { readonly kind: 'content' };

const sealedType = /^(?:multipart\/encrypted|application\/(?:x-)?pkcs7-mime)$/;
const signatureType = /^application\/(?:x-)?(?:pkcs7|pgp)-(?:signature|keys|encrypted)$/;
const maxBoundaryOctets = 256;

/** Tells what a part is by its header. */
export function placePart(header: HeaderBlock, place: AttachmentPlace): PlacedPart {
  const encoding = parseTransferEncoding(readParameterizedField(header, 'content-transfer-encoding').value);
  const { value, parameters } = readParameterizedField(header, 'content-type');
  const contentType = /^[^\s/;]+\/[^\s/;]+$/.test(value) ? value : place.defaultType;
  // RFC 2045 §6.4: the content of a multipart is never encoded.
  const boundary = isEncoding(encoding ?? 'binary') ? undefined : usableBoundary(parameters.get('boundary'));
  if (contentType === 'multipart/signed')
    return { kind: 'sealed', contentType, ...(boundary !== undefined && { boundary }) };
  if (sealedType.test(contentType)) return { kind: 'sealed', contentType };
  if (contentType.startsWith('multipart/'))
    return boundary === undefined ? { kind: 'content' } : { kind: 'container', boundary, contentType };
  const facts = readFacts({ header, contentType, parameters, isInAttachedMessage: false });
  if (!isAttachment(facts, header, place)) return { kind: 'content' };
  return { kind: 'attachment', facts, transferEncoding: encoding ?? 'binary' };
}

/**
 * What mail programs list below a message, as far as headers tell. RFC 2183 §2.2: what says `attachment` is one, wherever it stands. Of
 * the rest, text is the message and everything else is not, but for images that the text shows (RFC 2387), signatures and reports.
 */
function isAttachment(
  { contentType, disposition, filename }: PartFacts,
  header: HeaderBlock,
  { containerType, isFirstLeaf }: AttachmentPlace,
): boolean {
  if (signatureType.test(contentType)) return false;
  if (disposition === 'attachment') return true;
  if (containerType === 'multipart/report' || containerType === 'multipart/digest') return false;
  const isShownInText = containerType === 'multipart/related' && findFields(header, 'content-id').length > 0;
  if (isShownInText && contentType.startsWith('image/')) return false;
  if (!contentType.startsWith('text/')) return true;
  return filename !== '' && !isFirstLeaf && containerType !== 'multipart/alternative';
}

function usableBoundary(given = ''): string | undefined {
  // RFC 2046 §5.1.1: white space at the end is none of the boundary.
  const boundary = given.trimEnd();
  return boundary !== '' && boundary.length <= maxBoundaryOctets && !/[\r\n]/.test(boundary)
    ? boundary
    : undefined;
}
