import { formatHeaderBlock, type HeaderBlock } from '../header/index.ts';
import { placePart, type PlacedPart } from './attachment.ts';
import { matchDelimiter, type Delimiter, type OpenContainer } from './delimiter-stack.ts';
import { LineScanner } from './line-scanner.ts';
import { makeNoteFields } from './note.ts';
import {
  add,
  findEmptyLine,
  keep,
  maxDepth,
  maxHeaderBytes,
  parsePartHeader,
  type Kept,
  type LineLength,
} from './part-header.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';

/** An attachment that was removed. All of it is what the sender wrote, and may be any text. */
export interface RemovedAttachment {
  /** Empty when it had none. */
  readonly filename: string;
  /** `type/subtype` in lower case. */
  readonly contentType: string;
  /** Of its content without transfer encoding, to a few octets. */
  readonly sizeBytes: number;
}

/** What a walk does. */
export interface AttachmentRules {
  /** The text that takes the place of an attachment. */
  readonly describe: (attachment: RemovedAttachment) => string;
  /** Called for every signed or encrypted part that stays as it is. */
  readonly onSealed: (contentType: string) => void;
  /** Whether the parts of signed multiparts are looked at too, which breaks the signature where one is replaced. */
  readonly entersSigned: boolean;
}

interface OpenMultipart extends OpenContainer {
  readonly contentType: string;
}

/**
 * | state   | octets are                                | left                                               |
 * |---------|-------------------------------------------|----------------------------------------------------|
 * | pass    | given on at once                          | by a delimiter → header, or pass after a closing one |
 * | header  | kept until the empty line                 | at the empty line → pass or dropped; too large → pass |
 * | dropped | counted; the text comes when the part ends | by a delimiter, as from pass                       |
 */
type State =
  | { readonly kind: 'pass' }
  | { readonly kind: 'header'; readonly kept: Kept; readonly line: LineLength }
  | { readonly kind: 'dropped'; readonly part: Attachment; readonly hasHeader: boolean; octets: number };

type Attachment = Extract<PlacedPart, { kind: 'attachment' }>;

const pass: State = { kind: 'pass' };
const crlf = Buffer.from('\r\n');

/** Walks through one body, chunk by chunk, and puts a text in the place of each attachment. Each call gives the octets that are decided. */
export class AttachmentWalker {
  readonly #rules: AttachmentRules;
  readonly #scanner = new LineScanner();
  #containers: readonly OpenMultipart[] = [];
  #isFirstLeaf = true;
  #hasAttachment = false;
  #state: State = pass;
  #out: Buffer[] = [];

  constructor(header: HeaderBlock, rules: AttachmentRules) {
    this.#rules = rules;
    this.#open(header, undefined);
  }

  /** Whether an attachment has begun. */
  get hasAttachment(): boolean {
    return this.#hasAttachment;
  }

  push(chunk: Buffer): Buffer {
    for (const { kind, bytes } of this.#scanner.push(chunk)) this.#take(kind, bytes);
    return this.#give();
  }

  /** After the last chunk. What has no closing delimiter ends here. */
  end(): Buffer {
    for (const { kind, bytes } of this.#scanner.end()) this.#take(kind, bytes);
    this.#endPart();
    return this.#give();
  }

  #give(): Buffer {
    const given = Buffer.concat(this.#out);
    this.#out = [];
    return given;
  }

  #take(kind: 'text' | 'dashes', bytes: Buffer): void {
    const delimiter = kind === 'dashes' ? matchDelimiter(bytes, this.#containers) : undefined;
    if (delimiter === undefined) this.#text(bytes);
    else this.#delimiter(delimiter, bytes);
  }

  #delimiter({ depth, isClosing }: Delimiter, line: Buffer): void {
    this.#endPart();
    this.#out.push(line);
    this.#containers = this.#containers.slice(0, depth);
    this.#state = isClosing ? pass : { kind: 'header', kept: keep(), line: { octets: 0, endsInCr: false } };
  }

  #endPart(): void {
    const state = this.#state;
    if (state.kind === 'header') this.#out.push(...state.kept.pieces);
    if (state.kind === 'dropped') this.#out.push(...this.#makeNote(state));
    this.#state = pass;
  }

  #text(bytes: Buffer): void {
    const state = this.#state;
    switch (state.kind) {
      case 'pass':
        this.#out.push(bytes);
        return;
      case 'dropped':
        state.octets += countOctets(bytes, state.part);
        return;
      case 'header':
        this.#header(state, bytes);
        return;
    }
  }

  #header({ kept, line }: Extract<State, { kind: 'header' }>, bytes: Buffer): void {
    const end = findEmptyLine(bytes, line);
    add(kept, end < 0 ? bytes : bytes.subarray(0, end));
    if (kept.length > maxHeaderBytes) {
      this.#out.push(...kept.pieces);
      this.#state = pass;
    } else if (end >= 0) {
      const rawHeader = Buffer.concat(kept.pieces);
      this.#open(parsePartHeader(rawHeader), rawHeader);
    } else {
      return;
    }
    if (end >= 0 && end < bytes.length) this.#text(bytes.subarray(end));
  }

  /** Without `rawHeader` it is the body of the message, whose header lies outside. */
  #open(header: HeaderBlock, rawHeader: Buffer | undefined): void {
    const container = this.#containers.at(-1);
    const part = placePart(header, {
      containerType: container?.contentType ?? '',
      defaultType: container?.defaultType ?? 'text/plain',
      isFirstLeaf: this.#isFirstLeaf,
    });
    if (part.kind === 'attachment' || part.kind === 'content') this.#isFirstLeaf = false;
    this.#state = pass;
    if (part.kind === 'attachment') {
      this.#hasAttachment = true;
      this.#state = { kind: 'dropped', part, hasHeader: rawHeader !== undefined, octets: 0 };
      return;
    }
    if (rawHeader !== undefined) this.#out.push(rawHeader);
    if (part.kind === 'container') this.#enter(part);
    if (part.kind === 'sealed') this.#pass(part);
  }

  #pass({ boundary, contentType }: Extract<PlacedPart, { kind: 'sealed' }>): void {
    if (this.#rules.entersSigned && boundary !== undefined) this.#enter({ boundary, contentType });
    else this.#rules.onSealed(contentType);
  }

  #enter({ boundary, contentType }: { readonly boundary: string; readonly contentType: string }): void {
    if (this.#containers.length >= maxDepth) return;
    const delimiter = Buffer.from(`--${boundary}`, 'latin1');
    const defaultType = contentType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
    this.#containers = [...this.#containers, { delimiter, defaultType, contentType, messageDepth: 0 }];
  }

  #makeNote({ part, hasHeader, octets }: Extract<State, { kind: 'dropped' }>): readonly Buffer[] {
    const { filename, contentType } = part.facts;
    const sizeBytes = part.transferEncoding === 'base64' ? Math.floor((octets * 3) / 4) : octets;
    const text = this.#rules.describe({ filename, contentType, sizeBytes });
    const header = hasHeader ? [formatHeaderBlock(makeNoteFields())] : [];
    // No line of quoted-printable that is made here begins with a hyphen, so the text ends no part.
    const lines = text.toWellFormed().split(/\r\n|\r|\n/);
    return [...header, encodeQuotedPrintable(Buffer.from(lines.join('\r\n'))), crlf];
  }
}

/** Of base64 the characters that stand for content (RFC 2045 §6.8); else all octets. */
function countOctets(bytes: Buffer, { transferEncoding }: Attachment): number {
  if (transferEncoding !== 'base64') return bytes.length;
  let count = 0;
  for (const octet of bytes) if (octet > 0x20 && octet !== 0x3d) count++;
  return count;
}
