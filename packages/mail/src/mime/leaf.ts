import { formatHeaderBlock, makeField, type HeaderBlock } from '../header/index.ts';
import type { PartEditor, PartFacts } from './part.ts';
import { canCarry, decodeTransfer, encodeTransfer, type TransferEncoding } from './transfer-encoding.ts';

/** A part that may be edited. */
export interface Leaf {
  readonly header: HeaderBlock;
  /** With its empty line, as it came; undefined for the body of the message, whose header lies outside. */
  readonly rawHeader: Buffer | undefined;
  readonly facts: PartFacts;
  readonly transferEncoding: TransferEncoding;
}

interface EditLeafInput {
  readonly leaf: Leaf;
  /** As it came, encoded. */
  readonly content: Buffer;
  /** Whether a delimiter follows or is missing: the last line end belongs to that (RFC 2046 §5.1.1). */
  readonly hasDelimiter: boolean;
  readonly edit: PartEditor;
}

const encodingFieldName = 'Content-Transfer-Encoding';

/** The part as it goes on: the octets that came, unless the editor changed the content. */
export function editLeaf({ leaf, content, hasDelimiter, edit }: EditLeafInput): readonly Buffer[] {
  const rawHeader = leaf.rawHeader ?? Buffer.alloc(0);
  const isLineEndOutside = hasDelimiter || leaf.transferEncoding === 'base64';
  const end = isLineEndOutside ? withoutLineEnd(content) : content.length;
  const decoded = decodeTransfer(content.subarray(0, end), leaf.transferEncoding);
  const edited = edit({ ...leaf.facts, header: leaf.header, content: decoded });
  if (edited === undefined || edited.equals(decoded)) return [rawHeader, content];
  const transferEncoding = chooseEncoding(leaf, decoded, edited);
  const isKept = transferEncoding === leaf.transferEncoding;
  return [
    isKept ? rawHeader : withEncoding(leaf.header, transferEncoding),
    encodeTransfer(edited, transferEncoding),
    content.subarray(end),
  ];
}

/**
 * The encoding it had, unless the change is what makes that impossible. The body of a message keeps it always: the field that names
 * it is out of reach.
 */
function chooseEncoding(leaf: Leaf, decoded: Buffer, edited: Buffer): TransferEncoding {
  const { transferEncoding, rawHeader } = leaf;
  const isWorse = canCarry(decoded, transferEncoding) && !canCarry(edited, transferEncoding);
  return isWorse && rawHeader !== undefined ? 'quoted-printable' : transferEncoding;
}

function withEncoding(header: HeaderBlock, transferEncoding: TransferEncoding): Buffer {
  const others = header.fields.filter(({ lowerName }) => lowerName !== encodingFieldName.toLowerCase());
  return formatHeaderBlock([...others, makeField(encodingFieldName, transferEncoding)]);
}

/** Length without the CRLF or LF at the end. */
export function withoutLineEnd(content: Buffer): number {
  if (content.at(-1) !== 0x0a) return content.length;
  return content.length - (content.at(-2) === 0x0d ? 2 : 1);
}
