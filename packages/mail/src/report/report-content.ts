import { cleanLine } from '../clean-line.ts';
import { fieldValue, findFields, type HeaderBlock, parseHeaderBlock } from '../header/index.ts';
import { decodeContent, decodeLines } from './decode.ts';
import { type Leaf, listLeaves } from './parts.ts';
import { type ReportWords, splitReportText } from './report-words.ts';
import { parseStatusGroups, type StatusGroups, statusLine } from './status-groups.ts';

/** A message as it came; the body may be cut anywhere. */
export interface ReportInput {
  readonly header: HeaderBlock;
  readonly body: Buffer;
}

/** The parts of a report that are of use. */
export interface ReportContent {
  readonly header: HeaderBlock;
  readonly leaves: readonly Leaf[];
  readonly words: ReportWords;
  /** Without recipients when there is no delivery status. */
  readonly status: StatusGroups;
  /** Header of the returned message. */
  readonly returnedHeader: HeaderBlock | undefined;
}

// Reports return whole messages; what is told about them stands before.
const maxBodyOctets = 1024 * 1024;
const maxPartOctets = 64 * 1024;
const maxIdCharacters = 998;

const statusTypes = new Set(['message/delivery-status', 'message/global-delivery-status']);
const returnedTypes = new Set([
  'message/rfc822',
  'message/global',
  'text/rfc822-headers',
  'message/rfc822-headers',
  'message/global-headers',
]);

/** Takes a message apart as if it were a report. */
export function readContent({ header, body }: ReportInput): ReportContent {
  const leaves = listLeaves({ header, content: body.subarray(0, maxBodyOctets) });
  const text = findText(leaves);
  return {
    header,
    leaves,
    words: splitReportText(text),
    status: findStatus(leaves, text),
    returnedHeader: findReturned(leaves),
  };
}

/** Whether a part carries a delivery status under its name. */
export function hasStatusPart({ leaves }: ReportContent): boolean {
  return leaves.some(({ contentType }) => statusTypes.has(contentType.type));
}

/** A Message-ID with its brackets; undefined when the field holds none. */
export function readMessageId(header: HeaderBlock, lowerName: string): string | undefined {
  const [field] = findFields(header, lowerName);
  if (field === undefined) return undefined;
  const value = cleanLine(fieldValue(field).toString('utf8'), maxIdCharacters);
  return /<[^<>\s]{1,900}>/.exec(value)?.[0];
}

/** Plain text where there is some, else HTML; what could not be taken apart counts as text. */
function findText(leaves: readonly Leaf[]): readonly string[] {
  const isPlain = ({ contentType: { type } }: Leaf) =>
    type === 'text/plain' || type.startsWith('multipart/') || type === 'text/rtf';
  for (const isOfKind of [isPlain, ({ contentType }: Leaf) => contentType.type === 'text/html']) {
    for (const leaf of leaves.filter(isOfKind)) {
      const lines = decodeLines(leaf, maxPartOctets);
      if (lines.some((line) => line.trim() !== '')) return lines;
    }
  }
  return [];
}

/** Named as such, else in a part of another name, else among the text. */
function findStatus(leaves: readonly Leaf[], text: readonly string[]): StatusGroups {
  const named = leaves.filter(({ contentType }) => statusTypes.has(contentType.type));
  for (const leaf of named) {
    const groups = parseStatusGroups(decodeLines(leaf, maxPartOctets));
    if (groups.perRecipient.length > 0) return groups;
  }
  const others = leaves.filter(
    ({ contentType: { type } }) => type.startsWith('application/') || type === 'text/plain',
  );
  for (const lines of [text, ...others.slice(0, 4).map((leaf) => decodeLines(leaf, maxPartOctets))]) {
    const start = lines.findIndex((line) => statusLine.test(line.slice(0, 100)));
    if (start >= 0) return parseStatusGroups(untilMessage(lines.slice(start)));
  }
  return { perMessage: new Map(), perRecipient: [] };
}

/** What stands before the returned message, in which fields of the same names may stand. */
function untilMessage(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => /^(?:--|received:|return-path:|from:|dkim-signature:)/i.test(line));
  return end < 0 ? lines : lines.slice(0, end);
}

function findReturned(leaves: readonly Leaf[]): HeaderBlock | undefined {
  const leaf = leaves.find(({ contentType }) => returnedTypes.has(contentType.type));
  if (leaf === undefined) return undefined;
  const octets = decodeContent(leaf, maxPartOctets).toString('latin1');
  // Encoded parts may come with other line ends than CRLF, and some programs put an empty line first.
  return parseHeaderBlock(
    Buffer.from(octets.replace(/\r\n|\r|\n/g, '\r\n').replace(/^(?:\r\n)+/, ''), 'latin1'),
  );
}
