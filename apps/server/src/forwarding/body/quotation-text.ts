import type { PartFacts } from '@smtpy/mail';
import { replyMap, type AddressMap, type ReplyAddresses } from './address-map.ts';
import { isAsciiCompatible, type BodyKnowledge, type KnownPositionEditor } from './known-position.ts';
import { contentIdsForReply } from './content-ids.ts';
import { findQuotationLines } from './quotation-lines.ts';
import { replaceAddresses, type Replaced, type Syntax } from './replace-addresses.ts';
import { createDecoder, maxShownOctets, overlongText, takeQuoteMarks, type ShownLine } from './shown-line.ts';
import { listShownLines } from './html-lines.ts';

/** How a kind of text is cut into lines. */
interface TextKind {
  readonly contentType: string;
  readonly syntax: Syntax;
  readonly listLines: (octets: string, charset: string) => readonly ShownLine[];
}

/** The clear-text signature of RFC 9580 §7 covers the text; encrypted text shows nothing. */
const pgpArmor = /^-----BEGIN PGP /m;

/** Lines about quotations in plain text: the mailbox's address becomes the alias, a reply address the contact's. */
export function textForReply(addresses: ReplyAddresses & BodyKnowledge): KnownPositionEditor {
  return quotationEditor(addresses, { contentType: 'text/plain', syntax: 'text', listLines: listTextLines });
}

/** As {@link textForReply} in HTML, in links too. The markup stays as it is. */
export function htmlForReply(addresses: ReplyAddresses & BodyKnowledge): KnownPositionEditor {
  return quotationEditor(addresses, { contentType: 'text/html', syntax: 'html', listLines: listShownLines });
}

function quotationEditor(addresses: ReplyAddresses & BodyKnowledge, kind: TextKind): KnownPositionEditor {
  const map = replyMap(addresses);
  const editIds = kind.syntax === 'html' ? contentIdsForReply(addresses).editHtml : (text: string) => text;
  return {
    wants: (facts) => isMessageText(facts, kind),
    edit: ({ content, charset, isInAttachedMessage }) => {
      const octets = content.toString('latin1');
      // Most text names none of the addresses, and need not be cut into lines.
      const namesNobody = replaceAddresses(octets, map, kind.syntax).replaced.length === 0;
      if ((namesNobody && editIds(octets) === octets) || pgpArmor.test(octets)) return undefined;
      // First, because another address in them would break their checksums.
      const unwrapped = unwrapSafeLinks(octets, map, kind.syntax);
      const isOfProgram = addresses.isProgramText === true && !isInAttachedMessage;
      const named = isOfProgram
        ? replaceAddresses(unwrapped, map, kind.syntax)
        : replaceInQuotationLines(unwrapped, kind.listLines(unwrapped, charset), (line) =>
            replaceAddresses(line, map, kind.syntax),
          );
      const edited = editIds(named.octets);
      if (edited === octets) return undefined;
      const place = isOfProgram ? 'the text of a program' : 'a quotation line';
      const changes = named.replaced.map((what) => `${what} in ${place}`);
      if (unwrapped !== octets) changes.push('links that named the mailbox');
      if (edited !== named.octets) changes.push('ids of parts');
      return { content: Buffer.from(edited, 'latin1'), changes };
    },
  };
}

function replaceInQuotationLines(
  octets: string,
  lines: readonly ShownLine[],
  replace: (line: string) => Replaced,
): Replaced {
  const replaced = new Set<string>();
  const pieces: string[] = [];
  let start = 0;
  for (const index of [...findQuotationLines(lines)].sort((a, b) => a - b)) {
    const line = lines[index];
    if (line === undefined) continue;
    const result = replace(octets.slice(line.start, line.end));
    for (const each of result.replaced) replaced.add(each);
    pieces.push(octets.slice(start, line.start), result.octets);
    start = line.end;
  }
  return { octets: pieces.join('') + octets.slice(start), replaced: [...replaced] };
}

/**
 * Microsoft 365 puts links of its own over those of incoming mail, with the address of the mailbox in them, and quotations keep them. The
 * link that the contact wrote comes back; ours would fail its checksum with another address.
 */
const safeLink =
  /https:\/\/[a-z0-9-]{1,40}\.safelinks\.protection\.(?:outlook|office365)\.com\/(?:[a-z0-9/-]{0,60})\?url=([^&\s"'<>]{1,4000})&[^\s"'<>]{1,2000}/gi;

function unwrapSafeLinks(octets: string, map: AddressMap, syntax: Syntax): string {
  return octets.replace(safeLink, (whole, url: string) => {
    if (replaceAddresses(whole, map, syntax).replaced.length === 0) return whole;
    const original = url.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (!/^https?:\/\/[!#-&(-;=?-~]+$/.test(original)) return whole;
    return syntax === 'html' ? original.replaceAll('&', '&amp;') : original;
  });
}

/** An attached text is a document of its own, not what a mail program wrote. */
function isMessageText({ contentType, disposition, charset }: PartFacts, kind: TextKind): boolean {
  return contentType === kind.contentType && disposition !== 'attachment' && isAsciiCompatible(charset);
}

function listTextLines(octets: string, charset: string): readonly ShownLine[] {
  const decode = createDecoder(charset);
  const lines: ShownLine[] = [];
  let start = 0;
  while (start < octets.length) {
    const end = octets.indexOf('\n', start) + 1 || octets.length;
    const isLong = end - start > maxShownOctets;
    const shown = isLong
      ? { text: overlongText, depth: 0 }
      : takeQuoteMarks(decode(octets.slice(start, end)));
    lines.push({ ...shown, isMarked: false, start, end });
    start = end;
  }
  return lines;
}
