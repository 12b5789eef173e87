import { findHeaderEnd, type HeaderBlock, parseHeaderBlock } from '../header/index.ts';
import { readParameterizedField } from '../mime/parameterized-value.ts';
import { parseTransferEncoding, type TransferEncoding } from '../mime/transfer-encoding.ts';
import { type ContentType, readContentType } from './content-type.ts';

/** A part that has no parts of its own. Messages inside of messages are leaves, too. */
export interface Leaf {
  readonly contentType: ContentType;
  /** `7bit` also for one that nobody knows. */
  readonly encoding: TransferEncoding;
  /** As it was sent, still encoded; cut where the message was. */
  readonly content: Buffer;
}

/** A header and what belongs to it. */
interface Entity {
  readonly header: HeaderBlock;
  readonly content: Buffer;
}

// Reports are two or three levels deep and have three or four parts. Each level reads its octets once more.
const maxDepth = 6;
const maxLeaves = 64;
// RFC 2046 §5.1.1: at most 70; some are longer.
const maxBoundaryOctets = 200;
// How far a boundary that nobody named is looked for.
const maxGuessOctets = 64 * 1024;

const lf = 0x0a;
const cr = 0x0d;
const hyphen = 0x2d;
// A line of a boundary is one that a field of a part follows.
const boundaryGuess = /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[a-z-]{1,40}:)/i;

/** The leaves in their order. Unclosed, unnamed and cut parts are read as far as they go. */
export function listLeaves(entity: Entity): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect(entity, 0, leaves);
  return leaves;
}

function collect({ header, content }: Entity, depth: number, leaves: Leaf[]): void {
  if (leaves.length >= maxLeaves) return;
  const contentType = readContentType(header);
  const parts =
    contentType.type.startsWith('multipart/') && depth < maxDepth ? splitParts(content, contentType) : [];
  for (const part of parts) collect(part, depth + 1, leaves);
  if (parts.length > 0) return;
  const encoding = parseTransferEncoding(readParameterizedField(header, 'content-transfer-encoding').value);
  leaves.push({ contentType, encoding: encoding ?? '7bit', content });
}

/** Empty when no boundary stands in the content. */
function splitParts(content: Buffer, { parameters }: ContentType): readonly Entity[] {
  const named = parameters.get('boundary');
  const parts = named === undefined ? [] : splitAt(content, named);
  if (parts.length > 0) return parts;
  const guessed = boundaryGuess.exec(content.toString('latin1', 0, maxGuessOctets))?.[1];
  return guessed === undefined ? [] : splitAt(content, guessed);
}

function splitAt(content: Buffer, boundary: string): readonly Entity[] {
  if (boundary === '' || boundary.length > maxBoundaryOctets) return [];
  const parts: Entity[] = [];
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let line = findDelimiter(content, delimiter, 0);
  while (line !== undefined && !line.isLast && parts.length < maxLeaves) {
    const next = findDelimiter(content, delimiter, line.end);
    parts.push(readEntity(content.subarray(line.end, next?.start)));
    line = next;
  }
  return parts;
}

interface DelimiterLine {
  /** Before the line end that belongs to the delimiter (RFC 2046 §5.1.1). */
  readonly start: number;
  readonly end: number;
  readonly isLast: boolean;
}

function findDelimiter(content: Buffer, delimiter: Buffer, from: number): DelimiterLine | undefined {
  let at = content.indexOf(delimiter, from);
  while (at >= 0) {
    const after = at + delimiter.length;
    const isLast = content[after] === hyphen && content[after + 1] === hyphen;
    const end = isLast ? after + 2 : afterBlankRest(content, after);
    if (end !== undefined && (at === 0 || content[at - 1] === lf)) {
      return { start: beforeLineEnd(content, at, from), end, isLast };
    }
    at = content.indexOf(delimiter, after);
  }
  return undefined;
}

/** After the line when nothing but white space follows on it. */
function afterBlankRest(content: Buffer, start: number): number | undefined {
  let at = start;
  while (content[at] === 0x20 || content[at] === 0x09 || content[at] === cr) at++;
  if (at >= content.length) return content.length;
  return content[at] === lf ? at + 1 : undefined;
}

function beforeLineEnd(content: Buffer, at: number, earliest: number): number {
  const start = content[at - 2] === cr ? at - 2 : at - 1;
  return Math.max(start, earliest);
}

function readEntity(part: Buffer): Entity {
  const headerEnd = findHeaderEnd(part);
  return {
    header: parseHeaderBlock(part),
    content: headerEnd < 0 ? part.subarray(part.length) : part.subarray(headerEnd),
  };
}
