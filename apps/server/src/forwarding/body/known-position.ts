import type { MimePart, PartFilter } from '@smtpy/mail';

/** What an editor made of a part. */
export interface EditedPart {
  /** In the charset of the part. */
  readonly content: Buffer;
  /** Each change in words for the timeline: `the mailbox's address in a calendar`. Never an address. */
  readonly changes: readonly string[];
}

/** Edits one kind of part in the positions where programs put addresses, and nowhere else. */
export interface KnownPositionEditor {
  readonly wants: PartFilter;
  /** Undefined when nothing is to be changed. Never throws. */
  readonly edit: (part: MimePart) => EditedPart | undefined;
}

/** What a pass over the whole body tells about its texts, which come before the parts that it is known by. */
export interface BodyKnowledge {
  /** Whether a program wrote the text, as that of an answer to an invitation or of a read receipt. Default false. */
  readonly isProgramText?: boolean;
}

// In these an address is not the ASCII octets that are looked for.
const wideCharset = /^(?:utf-?16|utf-?32|ucs-?[24]|utf-?7|iso-10646)/;

/** Whether ASCII text in that charset is ASCII octets. */
export function isAsciiCompatible(charset: string): boolean {
  return !wideCharset.test(charset);
}
