import {
  formatAddress,
  makeField,
  parseMailboxes,
  type Address,
  type HeaderField,
  type MailboxSpec,
} from '@smtpy/mail';
import { spellAddress, toPhrase } from './spelled-address.ts';

/** An entry of a list of mailboxes by offsets; `end` is exclusive. What separates entries, and the names of groups, lies between. */
interface Entry {
  readonly start: number;
  readonly end: number;
  /** With its brackets; undefined when there is none, or more than one. */
  readonly angle: { readonly start: number; readonly end: number } | undefined;
}

/** The address to show in the place of another; undefined leaves it. */
export type AddressOf = (address: Address) => Address | undefined;

// RFC 2047 §5 (3) does not allow a comma in an encoded word of a phrase; senders write it. The bounds keep the look-ahead short.
const encodedWordAt = /=\?[^?\s]{1,75}\?[BbQq]\?[^?\s]{0,1000}\?=/y;
const whiteSpace = ' \t\r\n';

/**
 * Puts other addresses into a field such as To (RFC 5322 §3.6.3) and keeps names, comments, groups, order, and entries that cannot be
 * understood. A mailbox without name gets its old address in words. The same field when nothing changes; otherwise lines that became
 * too long are folded. A list that is so broken that changing one entry would change another is made anew out of its mailboxes.
 */
export function replaceRecipients(field: HeaderField, addressOf: AddressOf): HeaderField {
  const valueStart = field.raw.indexOf(':') + 1;
  const octets = field.raw.toString('latin1', valueStart, field.raw.length - 2);
  const mailboxes = parseMailboxes(Buffer.from(octets, 'latin1'));
  const wanted = mailboxes.map(({ address }) => address && (addressOf(address) ?? address));
  if (wanted.every((address, index) => address === mailboxes[index]?.address)) return field;
  const edited = Buffer.from(replaceEntries(octets, addressOf), 'latin1');
  const isAsWanted = textOf(parseMailboxes(edited).map(({ address }) => address)) === textOf(wanted);
  return refold(field, isAsWanted ? edited : makeList(mailboxes, addressOf));
}

function replaceEntries(octets: string, addressOf: AddressOf): string {
  const pieces: string[] = [];
  let start = 0;
  for (const entry of splitEntries(octets)) {
    const replaced = replaceEntry(octets, entry, addressOf);
    if (replaced === undefined) continue;
    pieces.push(octets.slice(start, entry.start), replaced);
    start = entry.end;
  }
  return pieces.join('') + octets.slice(start);
}

function makeList(mailboxes: readonly MailboxSpec[], addressOf: AddressOf): Buffer {
  const entries = mailboxes.flatMap(({ address, phrase }) => {
    if (address === undefined) return [];
    const name = phrase.length > 0 ? phrase : toPhrase(spellAddress(address));
    const text = Buffer.from(formatAddress(addressOf(address) ?? address)).toString('latin1');
    return [`${name.toString('latin1')} <${text}>`];
  });
  return Buffer.from(entries.join(', '), 'latin1');
}

function textOf(addresses: readonly (Address | undefined)[]): string {
  return addresses.map((address) => address && formatAddress(address)).join();
}

/** The entry with its new address; undefined when it stays. */
function replaceEntry(octets: string, entry: Entry, addressOf: AddressOf): string | undefined {
  const text = octets.slice(entry.start, entry.end);
  const [mailbox, ...others] = parseMailboxes(Buffer.from(text, 'latin1'));
  if (mailbox?.address === undefined || others.length > 0) return undefined;
  const replacement = addressOf(mailbox.address);
  if (replacement === undefined) return undefined;
  const [before, after] = spaceAround(text);
  const hasName = mailbox.phrase.length > 0;
  const phrase = hasName ? mailbox.phrase : toPhrase(spellAddress(mailbox.address));
  const made = `${before}${phrase.toString('latin1')} <${formatAddress(replacement)}>${after}`;
  if (entry.angle === undefined || !hasName) return made;
  const { angle } = entry;
  return `${octets.slice(entry.start, angle.start)}<${formatAddress(replacement)}>${octets.slice(angle.end, entry.end)}`;
}

/** White space at both ends, folds among it. Loops, because a pattern would not be linear. */
function spaceAround(text: string): readonly [before: string, after: string] {
  let start = 0;
  while (start < text.length && whiteSpace.includes(text.charAt(start))) start++;
  let end = text.length;
  while (end > start && whiteSpace.includes(text.charAt(end - 1))) end--;
  return [text.slice(0, start), text.slice(end)];
}

function refold(field: HeaderField, value: Buffer): HeaderField {
  try {
    return makeField(field.name, value);
  } catch (error) {
    // RangeError: the original has line ends that are no folds, or a name of strange length. It keeps them.
    if (!(error instanceof RangeError)) throw error;
    const name = field.raw.subarray(0, field.raw.indexOf(':') + 1);
    return { ...field, raw: Buffer.concat([name, value, Buffer.from('\r\n')]) };
  }
}

/**
 * RFC 5322 §3.4. What is opened and never closed is ordinary text, and after the first such case nothing of its kind is looked for
 * again: that keeps the time linear.
 */
function splitEntries(octets: string): readonly Entry[] {
  const entries: Entry[] = [];
  const unclosed = new Set<string>();
  let start = 0;
  let angles: { readonly start: number; readonly end: number }[] = [];
  const endEntry = (end: number): void => {
    entries.push({ start, end, angle: angles.length === 1 ? angles[0] : undefined });
    start = end + 1;
    angles = [];
  };
  for (let at = 0; at < octets.length;) {
    const character = octets.charAt(at);
    if (character === ',' || character === ';') endEntry(at);
    // What stands before a colon is the name of a group. After an angle bracket it is nothing known.
    if (character === ':' && angles.length === 0) start = at + 1;
    const end = unclosed.has(character) ? at + 1 : closedEnd(octets, at);
    if (end < 0) unclosed.add(character);
    if (end > 0 && character === '<') angles.push({ start: at, end });
    at = Math.max(end, at + 1);
  }
  endEntry(octets.length);
  return entries;
}

/** Offset after what begins at `at`; -1 when that has no end. */
function closedEnd(octets: string, at: number): number {
  switch (octets.charAt(at)) {
    case '"':
      return quotedEnd(octets, at);
    case '(':
      return commentEnd(octets, at);
    case '<':
      return angleEnd(octets, at);
    case '[':
      return octets.indexOf(']', at) + 1 || -1;
    case '=':
      encodedWordAt.lastIndex = at;
      return encodedWordAt.test(octets) ? encodedWordAt.lastIndex : at + 1;
    default:
      return at + 1;
  }
}

/** The quoted local part of an address may hold `>`. */
function angleEnd(octets: string, at: number): number {
  let start = at + 1;
  while (octets.charAt(start) === ' ' || octets.charAt(start) === '\t') start++;
  if (octets.charAt(start) === '"') start = Math.max(quotedEnd(octets, start), start);
  return octets.indexOf('>', start) + 1 || -1;
}

function quotedEnd(octets: string, start: number): number {
  for (let at = start + 1; at < octets.length; at++) {
    if (octets.charAt(at) === '\\') at++;
    else if (octets.charAt(at) === '"') return at + 1;
  }
  return -1;
}

function commentEnd(octets: string, start: number): number {
  let depth = 0;
  for (let at = start; at < octets.length; at++) {
    const character = octets.charAt(at);
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at + 1;
  }
  return -1;
}
