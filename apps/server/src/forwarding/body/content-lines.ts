// RFC 5545 §3.1 and RFC 6350 §3.2: 75 octets, line end not counted.
const maxLineOctets = 75;
const lf = '\n';
// Longer names do not exist; a group may stand before the name of a vCard.
const nameAt = /^(?:[A-Za-z0-9-]{1,40}\.)?([A-Za-z0-9-]{1,40})[;:]/;
const fold = /\r?\n[ \t]/g;
const lineEnd = /\r?\n$/;

/** What is to be changed in calendars and vCards. */
export interface ContentLineEdit {
  /** Whether lines of that property, in upper case, are to be looked at. */
  readonly wants: (propertyName: string) => boolean;
  /** Takes and gives an unfolded line without line end; the same text leaves the line byte for byte. */
  readonly edit: (line: string) => string;
}

/**
 * Edits content lines of a calendar or vCard, octets as characters. Lines that do not change stay byte for byte, folds included; changed
 * ones are folded anew, never inside of a UTF-8 sequence. Any text.
 */
export function editContentLines(octets: string, { wants, edit }: ContentLineEdit): string {
  const pieces: string[] = [];
  let start = 0;
  while (start < octets.length) {
    const end = contentLineEnd(octets, start);
    const raw = octets.slice(start, end);
    const name = nameAt.exec(raw.slice(0, 100))?.[1]?.toUpperCase();
    pieces.push(name !== undefined && wants(name) ? editLine(raw, edit) : raw);
    start = end;
  }
  return pieces.join('');
}

/** After the first line end that no white space follows. */
function contentLineEnd(octets: string, start: number): number {
  let at = start;
  for (;;) {
    at = octets.indexOf(lf, at) + 1;
    if (at === 0) return octets.length;
    if (octets.charAt(at) !== ' ' && octets.charAt(at) !== '\t') return at;
  }
}

function editLine(raw: string, edit: ContentLineEdit['edit']): string {
  const ending = lineEnd.exec(raw)?.[0] ?? '';
  const line = raw.slice(0, raw.length - ending.length).replace(fold, '');
  const edited = edit(line);
  return edited === line ? raw : foldLine(edited, ending === lf ? lf : '\r\n') + ending;
}

function foldLine(line: string, ending: string): string {
  const rows: string[] = [];
  let start = 0;
  while (line.length - start > maxLineOctets - (start === 0 ? 0 : 1)) {
    let end = start + maxLineOctets - (start === 0 ? 0 : 1);
    const hard = end;
    while (end > hard - 4 && (line.charCodeAt(end) & 0xc0) === 0x80) end--;
    rows.push(line.slice(start, end));
    start = end;
  }
  rows.push(line.slice(start));
  return rows.join(`${ending} `);
}
