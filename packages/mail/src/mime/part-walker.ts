import { formatHeaderBlock, parseHeaderBlock, type HeaderBlock } from '../header/index.ts';
import { matchDelimiter, type Delimiter, type OpenContainer } from './delimiter-stack.ts';
import { editLeaf, type Leaf } from './leaf.ts';
import { LineScanner } from './line-scanner.ts';
import { planPart, type PartEditor, type PartFilter, type PartHeaderEditor, type PartPlan } from './part.ts';

/** What a walk needs to know. */
export interface WalkInput {
  /** Of the message: it says what the body is. */
  readonly header: HeaderBlock;
  readonly wants: PartFilter;
  readonly edit: PartEditor;
  readonly editHeader: PartHeaderEditor | undefined;
  /** Encoded octets; a larger part passes as it is. */
  readonly maxPartBytes: number;
}

/**
 * | state  | octets are                       | left                                                      |
 * |--------|----------------------------------|-----------------------------------------------------------|
 * | pass   | given on at once                 | by a delimiter → header, or pass after a closing one        |
 * | header | kept until the empty line        | at the empty line → pass or leaf; too large → pass          |
 * | leaf   | kept until the delimiter, edited | by a delimiter, as from pass; too large → pass              |
 */
type State =
  | { readonly kind: 'pass' }
  | { readonly kind: 'header'; readonly kept: Kept; readonly line: LineLength }
  | { readonly kind: 'leaf'; readonly kept: Kept; readonly leaf: Leaf };

/** Octets that wait for a decision. */
interface Kept {
  readonly pieces: Buffer[];
  length: number;
}

/** Octets of the line that the header has come to, and whether the last of them is CR. */
interface LineLength {
  octets: number;
  endsInCr: boolean;
}

// Ten times what is usual for the deepest mail; beyond it parts pass as they are.
const maxDepth = 20;
// As much as servers allow a whole message header.
const maxHeaderBytes = 64 * 1024;
const lf = 0x0a;
const cr = 0x0d;
const pass: State = { kind: 'pass' };

/** Walks through one body, chunk by chunk. Each call gives the octets that are decided. */
export class PartWalker {
  readonly #input: WalkInput;
  readonly #scanner = new LineScanner();
  #containers: readonly OpenContainer[] = [];
  #state: State = pass;
  #out: Buffer[] = [];

  constructor(input: WalkInput) {
    this.#input = input;
    const plan = planPart(input.header, 'text/plain');
    this.#state = this.#open(plan, { header: input.header, rawHeader: undefined });
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
    this.#state = isClosing ? pass : { kind: 'header', kept: keep(), line: { octets: 0, endsInCr: false } };
  }

  /** The part ends before a delimiter or with the body. */
  #endPart(): void {
    const state = this.#state;
    if (state.kind === 'header') this.#out.push(...state.kept.pieces);
    if (state.kind === 'leaf') {
      const content = Buffer.concat(state.kept.pieces);
      const hasDelimiter = this.#containers.length > 0;
      this.#out.push(...editLeaf({ leaf: state.leaf, content, hasDelimiter, edit: this.#input.edit }));
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
        if (state.kept.length <= this.#input.maxPartBytes) return;
        this.#out.push(state.leaf.rawHeader ?? Buffer.alloc(0), ...state.kept.pieces);
        this.#state = pass;
        return;
    }
  }

  #header(state: State & { readonly kind: 'header' }, bytes: Buffer): void {
    const end = findEmptyLine(bytes, state.line);
    add(state.kept, end < 0 ? bytes : bytes.subarray(0, end));
    if (state.kept.length > maxHeaderBytes) {
      this.#out.push(...state.kept.pieces);
      this.#state = pass;
    } else if (end >= 0) {
      const rawHeader = Buffer.concat(state.kept.pieces);
      const header = parsePartHeader(rawHeader);
      const defaultType = this.#containers.at(-1)?.defaultType ?? 'text/plain';
      const plan = planPart(header, defaultType);
      const edited = plan.kind === 'opaque' ? undefined : this.#input.editHeader?.(header);
      this.#state = this.#open(
        plan,
        edited === undefined
          ? { header, rawHeader }
          : { header: { fields: edited }, rawHeader: formatHeaderBlock(edited) },
      );
    } else {
      return;
    }
    if (end >= 0 && end < bytes.length) this.#text(bytes.subarray(end));
  }

  /** The state for the content of a part. Its header is given on unless the part may be edited. */
  #open(plan: PartPlan, part: Pick<Leaf, 'header' | 'rawHeader'>): State {
    if (plan.kind === 'leaf' && this.#input.wants(plan.facts)) {
      const { facts, transferEncoding } = plan;
      return { kind: 'leaf', kept: keep(), leaf: { ...part, facts, transferEncoding } };
    }
    if (part.rawHeader !== undefined) this.#out.push(part.rawHeader);
    if (plan.kind === 'container' && this.#containers.length < maxDepth) {
      const delimiter = Buffer.from(`--${plan.boundary}`, 'latin1');
      const defaultType = plan.contentType === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
      this.#containers = [...this.#containers, { delimiter, defaultType }];
    }
    return pass;
  }
}

function keep(): Kept {
  return { pieces: [], length: 0 };
}

function add(kept: Kept, bytes: Buffer): void {
  kept.pieces.push(bytes);
  kept.length += bytes.length;
}

/** Offset after the empty line that ends a header; -1 when it has not come, and then `line` tells how far it is. */
function findEmptyLine(bytes: Buffer, line: LineLength): number {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== lf) {
      line.octets++;
      line.endsInCr = bytes[at] === cr;
      continue;
    }
    if (line.octets === 0 || (line.octets === 1 && line.endsInCr)) return at + 1;
    line.octets = 0;
  }
  return -1;
}

const bareLf = /(?<!\r)\n/g;

/** A part whose lines end in LF alone is read as its readers do. */
function parsePartHeader(rawHeader: Buffer): HeaderBlock {
  return parseHeaderBlock(Buffer.from(rawHeader.toString('latin1').replace(bareLf, '\r\n'), 'latin1'));
}
