/** A MAIL or RCPT command, cut apart. */
export interface PathCommand {
  /** Between the angle brackets, without source route; empty for `<>`. */
  readonly path: string;
  /** What follows the path: the parameters. */
  readonly parameters: string;
}

// RFC 5321 §4.1.1.2 has no space after the colon; Exchange and many scripts send one.
const commandStart = /^(mail from|rcpt to)[ \t]*:[ \t]*</i;
// RFC 5321 appendix C: a source route is read and ignored; the address behind it is judged alone.
const sourceRoute = /^@[^\s,:@]+(?:,@[^\s,:@]+)*:/;
// eslint-disable-next-line no-control-regex -- it is what must not be there
const controlOrUndecodable = /[\u0000-\u001f\u007f-\u009f\ufffd]/;

/**
 * Reads `MAIL FROM:<path> …` and `RCPT TO:<path> …` with the quoted local parts of RFC 5321 §4.1.2, in which `>` and spaces are not the
 * end. Undefined when the line is neither, or holds control characters or octets that are not UTF-8.
 */
export function parsePathCommand(line: string): PathCommand | undefined {
  const start = commandStart.exec(line);
  if (start === null || controlOrUndecodable.test(line)) return undefined;
  const end = findPathEnd(line, start[0].length);
  if (end < 0) return undefined;
  const parameters = line.slice(end + 1);
  if (parameters !== '' && !parameters.startsWith(' ')) return undefined;
  const path = line.slice(start[0].length, end).replace(sourceRoute, '');
  return { path, parameters: parameters.trim() };
}

/** Index of the `>` that is outside quotes; -1 when there is none. */
function findPathEnd(line: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\' && isQuoted) at += 1;
    else if (isQuoted) continue;
    else if (character === '>') return at;
    else if (character === '<') return -1;
  }
  return -1;
}
