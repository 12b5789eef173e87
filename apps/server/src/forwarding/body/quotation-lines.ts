import { endsLikeAttribution, isAttribution } from './attribution.ts';
import { labelKindOf, type LabelKind } from './header-labels.ts';
import type { ShownLine } from './shown-line.ts';

// Programs wrap an attribution at 76 characters, which makes three lines of the longest name and address.
const maxAttributionLines = 4;
// Between an attribution and its quotation; Outlook leaves one in the header of a quotation.
const maxEmptyLines = 2;
// From, and two of To, date and subject: two alone may be a list of the author's.
const minHeaderKinds = 3;

/**
 * The indexes of the lines that a mail program wrote about a quotation: those it marked, attributions, and the lines of a quoted header
 * that name people. Everything else is text of a person.
 */
export function findQuotationLines(lines: readonly ShownLine[]): ReadonlySet<number> {
  const found = new Set<number>();
  lines.forEach((line, index) => {
    if (line.isMarked || isQuotedHeaderLine(line)) found.add(index);
  });
  addAttributions(lines, found);
  addHeaders(lines, found);
  return found;
}

/** `> From: Jane <jane@…>`: within a quotation one line of a header is enough. */
function isQuotedHeaderLine({ depth, text }: ShownLine): boolean {
  return depth > 0 && text.includes('@') && namesPeople(labelKindOf(text));
}

function namesPeople(kind: LabelKind | undefined): boolean {
  return kind === 'author' || kind === 'recipient';
}

function addAttributions(lines: readonly ShownLine[], found: Set<number>): void {
  const followingDepths = findFollowingDepths(lines);
  lines.forEach(({ text, depth }, index) => {
    if (!endsLikeAttribution(text)) return;
    const context = { isFollowedByQuotation: (followingDepths[index] ?? 0) > depth, isQuoted: depth > 0 };
    let joined = '';
    for (let at = index; at > index - maxAttributionLines; at--) {
      const line = lines[at];
      if (line === undefined || line.depth !== depth || line.text === '') return;
      // A wrapped address goes on without a space.
      joined = `${line.text}${line.text.endsWith('<') ? '' : ' '}${joined}`;
      if (!isAttribution(joined, context)) continue;
      for (let each = at; each <= index; each++) found.add(each);
      return;
    }
  });
}

/** For each line the depth of the one that follows it, empty lines left out. */
function findFollowingDepths(lines: readonly ShownLine[]): readonly number[] {
  const depths: number[] = [];
  let depth = 0;
  let emptyLines = 0;
  for (let at = lines.length - 1; at >= 0; at--) {
    depths[at] = emptyLines <= maxEmptyLines ? depth : 0;
    const line = lines[at];
    const isEmpty = line?.text === '';
    emptyLines = isEmpty ? emptyLines + 1 : 0;
    if (!isEmpty) depth = line?.depth ?? 0;
  }
  return depths;
}

/** A run of lines that may be a quoted header. */
interface HeaderRun {
  readonly kinds: Set<LabelKind>;
  /** Those that name people, with the lines that continue them. */
  readonly people: number[];
  readonly depth: number;
  last: LabelKind;
  emptyLines: number;
  continuations: number;
}

function addHeaders(lines: readonly ShownLine[], found: Set<number>): void {
  let run: HeaderRun | undefined;
  const endRun = (): void => {
    if (run !== undefined && isHeader(run)) run.people.forEach((index) => found.add(index));
    run = undefined;
  };
  lines.forEach((line, index) => {
    const kind = labelKindOf(line.text);
    if (run !== undefined && !extend(run, { line, kind, index })) endRun();
    if (run !== undefined || kind === undefined) return;
    run = { kinds: new Set(), people: [], depth: line.depth, last: kind, emptyLines: 0, continuations: 0 };
    extend(run, { line, kind, index });
  });
  endRun();
}

function isHeader({ kinds }: HeaderRun): boolean {
  return kinds.has('author') && kinds.size >= minHeaderKinds;
}

/** Whether the line belongs to the run. */
function extend(
  run: HeaderRun,
  {
    line,
    kind,
    index,
  }: { readonly line: ShownLine; readonly kind: LabelKind | undefined; readonly index: number },
): boolean {
  if (line.text === '') return ++run.emptyLines < maxEmptyLines;
  if (line.depth !== run.depth) return false;
  if (kind === undefined) {
    // A list of recipients goes on over lines; nothing else of a header does for long.
    const isContinuation =
      run.emptyLines === 0 && (namesPeople(run.last) ? line.text.includes('@') : run.continuations++ === 0);
    if (isContinuation && namesPeople(run.last)) run.people.push(index);
    return isContinuation;
  }
  run.kinds.add(kind);
  if (namesPeople(kind)) run.people.push(index);
  run.last = kind;
  run.emptyLines = 0;
  run.continuations = 0;
  return true;
}
