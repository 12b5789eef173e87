/** A multipart whose parts are being looked at. */
export interface OpenContainer {
  /** With the two hyphens. */
  readonly delimiter: Buffer;
  /** The type of parts that give none (RFC 2046 §5.1 and §5.1.5). */
  readonly defaultType: string;
  /** How many messages inside of the message it lies in. */
  readonly messageDepth: number;
}

/** What a line is to the multiparts it stands in. */
export interface Delimiter {
  /** How many containers are left open after the line, the one it belongs to among them unless it closes that. */
  readonly depth: number;
  readonly isClosing: boolean;
}

const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;
const tab = 0x09;
const hyphen = 0x2d;

/**
 * Finds the container that the line delimits, the innermost first. RFC 2046 §5.1.2: the delimiter of an outer multipart ends the inner
 * ones. Undefined for a line that delimits nothing.
 */
export function matchDelimiter(line: Buffer, containers: readonly OpenContainer[]): Delimiter | undefined {
  const end = trimmedEnd(line);
  for (let at = containers.length - 1; at >= 0; at--) {
    const delimiter = containers[at]?.delimiter ?? line;
    const extra = end - delimiter.length;
    if ((extra !== 0 && extra !== 2) || !startsWith(line, delimiter)) continue;
    if (extra === 0) return { depth: at + 1, isClosing: false };
    if (line[end - 1] === hyphen && line[end - 2] === hyphen) return { depth: at, isClosing: true };
  }
  return undefined;
}

function startsWith(line: Buffer, start: Buffer): boolean {
  return line.length >= start.length && line.compare(start, 0, start.length, 0, start.length) === 0;
}

/** RFC 2046 §5.1.1: white space may have been added to the line. */
function trimmedEnd(line: Buffer): number {
  let end = line.length;
  while (end > 0 && [lf, cr, space, tab].includes(line[end - 1] ?? 0)) end--;
  return end;
}
