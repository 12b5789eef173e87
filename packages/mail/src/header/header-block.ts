/** One header field with all its lines. */
export interface HeaderField {
  /** As written, without white space before the colon; empty for a line that is no header field. */
  readonly name: string;
  /** The name for comparing; empty for a line that is no header field. */
  readonly lowerName: string;
  /** Every byte of the field: name, colon, folds, and the final CRLF. */
  readonly raw: Buffer;
}

/** A header block in the order it was written. The empty line that ends it is not a field. */
export interface HeaderBlock {
  readonly fields: readonly HeaderField[];
}

const tab = 0x09;
const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;
const colon = 0x3a;
const crlf = Buffer.from('\r\n');
const emptyLine = Buffer.from('\r\n\r\n');

/**
 * Offset of the first byte of the body, which is the length of the header block with its empty line; -1 when `data` holds no empty
 * line yet. Only CRLF ends a line (RFC 5321 §2.3.8).
 */
export function findHeaderEnd(data: Buffer): number {
  if (data[0] === cr && data[1] === lf) return crlf.length;
  const at = data.indexOf(emptyLine);
  return at < 0 ? -1 : at + emptyLine.length;
}

/**
 * Splits a header block into fields. Reads up to the empty line, or everything when there is none. The fields share memory with `data`.
 * A line that is no field (no colon, white space inside the name, an mbox "From " line) is kept with an empty name.
 */
export function parseHeaderBlock(data: Buffer): HeaderBlock {
  const headerEnd = findHeaderEnd(data);
  const end = headerEnd < 0 ? data.length : headerEnd - crlf.length;
  const fields: HeaderField[] = [];
  let start = 0;
  while (start < end) {
    const next = findFieldEnd(data, start, end);
    fields.push(readField(data.subarray(start, next)));
    start = next;
  }
  return { fields };
}

/** The fields and the empty line that ends them. */
export function formatHeaderBlock(fields: readonly HeaderField[]): Buffer {
  return Buffer.concat([...fields.map((field) => field.raw), crlf]);
}

/**
 * What stands after the colon, unfolded (RFC 5322 §2.2.3: the CRLF of a fold goes, its white space stays) and without white space
 * at the ends. Any bytes. For a line that is no field: the line.
 */
export function fieldValue(field: HeaderField): Buffer {
  const { raw } = field;
  let start = field.name === '' ? 0 : raw.indexOf(colon) + 1;
  let end = raw.length;
  while (start < end && isSpaceOrLineEnd(raw[start])) start++;
  while (end > start && isSpaceOrLineEnd(raw[end - 1])) end--;
  return unfold(raw.subarray(start, end));
}

/** The fields of that name, first to last. `lowerName` is in lower case. */
export function findFields(block: HeaderBlock, lowerName: string): readonly HeaderField[] {
  return block.fields.filter((field) => field.lowerName === lowerName);
}

/** Offset after the CRLF that ends the field starting at `start`: the first CRLF not followed by white space. */
function findFieldEnd(data: Buffer, start: number, end: number): number {
  let at = start;
  for (;;) {
    at = data.indexOf(lf, at) + 1;
    if (at === 0 || at >= end) return end;
    if (data[at - 2] === cr && at - 2 >= start && !isSpace(data[at])) return at;
  }
}

function readField(line: Buffer): HeaderField {
  const endsInCrlf = line.at(-1) === lf && line.at(-2) === cr;
  const raw = endsInCrlf ? line : Buffer.concat([line, crlf]);
  const name = readName(raw);
  return { name, lowerName: name.toLowerCase(), raw };
}

/** RFC 5322 §3.6.8: printable ASCII without colon; §4.5 allows white space before the colon. Empty when there is no such name. */
function readName(raw: Buffer): string {
  let end = 0;
  while (isNameByte(raw[end])) end++;
  let at = end;
  while (isSpace(raw[at])) at++;
  return raw[at] === colon ? raw.toString('latin1', 0, end) : '';
}

function isNameByte(byte: number | undefined): boolean {
  return byte !== undefined && byte > space && byte < 0x7f && byte !== colon;
}

function isSpace(byte: number | undefined): boolean {
  return byte === space || byte === tab;
}

function isSpaceOrLineEnd(byte: number | undefined): boolean {
  return isSpace(byte) || byte === cr || byte === lf;
}

function unfold(value: Buffer): Buffer {
  if (value.indexOf(crlf) < 0) return value;
  return Buffer.from(value.toString('latin1').replaceAll('\r\n', ''), 'latin1');
}
