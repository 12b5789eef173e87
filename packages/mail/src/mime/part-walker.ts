import { formatHeaderBlock, type HeaderBlock } from '../header/index.ts';
import { matchDelimiter, type Delimiter, type OpenContainer } from './delimiter-stack.ts';
import { editLeaf, withoutLineEnd, type Leaf } from './leaf.ts';
import { LineScanner } from './line-scanner.ts';
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
import { planPart, type PartEditor, type PartFilter, type PartHeaderEditor, type PartPlan } from './part.ts';
import { isEncoding } from './transfer-encoding.ts';

/** What may be changed on a walk. */
export interface WalkRules {
  readonly wants: PartFilter;
  readonly edit: PartEditor;
  readonly editHeader: PartHeaderEditor | undefined;
  /** Undefined: messages inside of the message pass as they are. */
  readonly editMessageHeader: PartHeaderEditor | undefined;
  /** Encoded octets; a larger part passes as it is. */
  readonly maxPartBytes: number;
}

/** What a walk goes through: the body of a message with that header, or a message inside of so many others, its header included. */
export type WalkStart = { readonly header: HeaderBlock } | { readonly messageDepth: number };

/**
 * | state  | octets are                       | left                                                      |
 * |--------|----------------------------------|-----------------------------------------------------------|
 * | pass   | given on at once                 | by a delimiter → header, or pass after a closing one        |
 * | header | kept until the empty line        | at the empty line → pass or leaf, or header when a message    |
 * |        |                                  | begins there; too large → pass                              |
 * | leaf   | kept until the delimiter, edited | by a delimiter, as from pass; too large → pass              |
 */
type State =
  | { readonly kind: 'pass' }
  | HeaderState
  | { readonly kind: 'leaf'; readonly kept: Kept; readonly leaf: Leaf; readonly edit: PartEditor };

interface HeaderState extends HeaderPlace {
  readonly kind: 'header';
  readonly kept: Kept;
  readonly line: LineLength;
}

/** Whose header it is. */
interface HeaderPlace {
  /** Whether it is that of a message inside of the message. */
  readonly isOfMessage: boolean;
  /** How many messages inside of the message it lies in, its own among them. */
  readonly messageDepth: number;
}

/** A part as it is opened. */
type OpenedPart = Pick<Leaf, 'header' | 'rawHeader'> & { readonly messageDepth: number };

const emptyLine = Buffer.from('\r\n\r\n');
const pass: State = { kind: 'pass' };

/** Walks through one body, chunk by chunk. Each call gives the octets that are decided. */
export class PartWalker {
  readonly #rules: WalkRules;
  readonly #scanner = new LineScanner();
  #containers: readonly OpenContainer[] = [];
  #state: State = pass;
  #out: Buffer[] = [];

  constructor(rules: WalkRules, start: WalkStart) {
    this.#rules = rules;
    if ('messageDepth' in start) {
      this.#state = headerState({ isOfMessage: true, messageDepth: start.messageDepth });
    } else {
      const part = { header: start.header, rawHeader: undefined, messageDepth: 0 };
      this.#state = this.#open(this.#plan(part, 'text/plain'), part);
    }
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
    const [only, ...others] = this.#out;
    const given = others.length === 0 ? (only ?? Buffer.alloc(0)) : Buffer.concat(this.#out);
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
    const messageDepth = this.#containers.at(-1)?.messageDepth ?? 0;
    this.#state = isClosing ? pass : headerState({ isOfMessage: false, messageDepth });
  }

  /** The part ends before a delimiter or with the body. */
  #endPart(): void {
    const state = this.#state;
    if (state.kind === 'header') this.#out.push(...this.#endHeader(state));
    if (state.kind === 'leaf') {
      const content = Buffer.concat(state.kept.pieces);
      const hasDelimiter = this.#containers.length > 0;
      this.#out.push(...editLeaf({ leaf: state.leaf, content, hasDelimiter, edit: state.edit }));
    }
    this.#state = pass;
  }

  #text(bytes: Buffer): void {
    const state = this.#state;
    switch (state.kind) {
      case 'pass':
        this.#out.push(bytes);
        return;
      case 'header':
        this.#header(state, bytes);
        return;
      case 'leaf':
        add(state.kept, bytes);
        if (state.kept.length <= this.#rules.maxPartBytes) return;
        this.#out.push(state.leaf.rawHeader ?? Buffer.alloc(0), ...state.kept.pieces);
        this.#state = pass;
        return;
    }
  }

  #header(state: HeaderState, bytes: Buffer): void {
    const end = findEmptyLine(bytes, state.line);
    add(state.kept, end < 0 ? bytes : bytes.subarray(0, end));
    if (state.kept.length > maxHeaderBytes) {
      this.#out.push(...state.kept.pieces);
      this.#state = pass;
    } else if (end >= 0) {
      this.#state = this.#openHeader(Buffer.concat(state.kept.pieces), state);
    } else {
      return;
    }
    if (end >= 0 && end < bytes.length) this.#text(bytes.subarray(end));
  }

  /** A message without an empty line is a header alone. */
  #endHeader({ kept, isOfMessage }: HeaderState): readonly Buffer[] {
    if (!isOfMessage || kept.length === 0) return kept.pieces;
    const content = Buffer.concat(kept.pieces);
    const end = withoutLineEnd(content);
    const block = Buffer.concat([content.subarray(0, end), emptyLine]);
    const edited = this.#rules.editMessageHeader?.(parsePartHeader(block));
    if (edited === undefined) return [content];
    const formatted = formatHeaderBlock(edited);
    return [formatted.subarray(0, Math.max(0, formatted.length - emptyLine.length)), content.subarray(end)];
  }

  #openHeader(rawHeader: Buffer, { isOfMessage, messageDepth }: HeaderPlace): State {
    const { editHeader, editMessageHeader } = this.#rules;
    const header = parsePartHeader(rawHeader);
    const part = { header, rawHeader, messageDepth };
    const containerType = this.#containers.at(-1)?.defaultType ?? 'text/plain';
    const plan = this.#plan(part, isOfMessage ? 'text/plain' : containerType);
    // What is signed or encrypted in an attached message is its body; its header stands outside of that.
    const edit = isOfMessage ? editMessageHeader : plan.kind === 'opaque' ? undefined : editHeader;
    const fields = edit?.(header);
    if (fields === undefined) return this.#open(plan, part);
    return this.#open(plan, { header: { fields }, rawHeader: formatHeaderBlock(fields), messageDepth });
  }

  #plan({ header, messageDepth }: OpenedPart, defaultType: string): PartPlan {
    const entersMessages = this.#rules.editMessageHeader !== undefined && messageDepth < maxDepth;
    return planPart(header, { defaultType, entersMessages, isInAttachedMessage: messageDepth > 0 });
  }

  /** The state for the content of a part. Its header is given on unless the part may be edited. */
  #open(plan: PartPlan, { messageDepth, ...part }: OpenedPart): State {
    const inner = { isOfMessage: true, messageDepth: messageDepth + 1 };
    if (plan.kind === 'leaf' && this.#rules.wants(plan.facts))
      return { kind: 'leaf', kept: keep(), leaf: { ...part, ...plan }, edit: this.#rules.edit };
    if (plan.kind === 'message' && isEncoding(plan.transferEncoding)) {
      const edit: PartEditor = ({ content }) => walkMessage(this.#rules, inner, content);
      return { kind: 'leaf', kept: keep(), leaf: { ...part, ...plan }, edit };
    }
    if (part.rawHeader !== undefined) this.#out.push(part.rawHeader);
    if (plan.kind === 'message') return headerState(inner);
    if (plan.kind === 'container' && this.#containers.length < maxDepth) {
      const delimiter = Buffer.from(`--${plan.boundary}`, 'latin1');
      const defaultType = plan.contentType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
      this.#containers = [...this.#containers, { delimiter, defaultType, messageDepth }];
    }
    return pass;
  }
}

/** A message in base64 or quoted-printable is not to be had while it streams: RFC 2045 §6.4 forbids it, and webmail does it. */
function walkMessage(rules: WalkRules, start: WalkStart, content: Buffer): Buffer {
  const walker = new PartWalker(rules, start);
  return Buffer.concat([walker.push(content), walker.end()]);
}

function headerState(place: HeaderPlace): HeaderState {
  return { kind: 'header', kept: keep(), line: { octets: 0, endsInCr: false }, ...place };
}
