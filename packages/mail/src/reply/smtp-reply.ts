import type { Parsed } from '../parsed.ts';
import { stripControl } from '../strip-control.ts';

/** What an SMTP server said. */
export interface SmtpReply {
  /** 200 to 599. */
  readonly code: number;
  /** `5.1.1`, as RFC 3463 has it; absent when the reply had none. Its class may contradict the code's. */
  readonly enhanced?: string;
  /** The remote words without codes, lines joined by `\n`. Cleaned and cut at 2,000 characters; may be empty. */
  readonly text: string;
}

/** What is known of a reply after a line of it. After `complete` the reader begins anew; after `malformed` it stays so. */
export type ReplyProgress =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'complete'; readonly reply: SmtpReply }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Puts lines of a server together to replies. */
export interface ReplyReader {
  /** Takes the next line, without its CRLF. */
  push(line: string): ReplyProgress;
}

interface ReplyLine {
  readonly code: number;
  readonly isLast: boolean;
  readonly enhanced: string | undefined;
  readonly text: string;
}

// RFC 5321 §4.5.3.1.5 allows 512 octets a line and no number of lines; the longest EHLO replies seen have some 30 lines.
const maxReplyLines = 512;
const maxReplyCharacters = 64 * 1024;
// Enough for any reason a person reads; it is stored with every attempt.
const maxTextCharacters = 2000;

// RFC 5321 §4.2: three digits, of which the first is 2 to 5, then a hyphen, a space, or nothing.
const linePattern = /^([2-5][0-9]{2})(?:([ -])(.*))?$/s;
// RFC 3463 §2. RFC 2034 §4 repeats it on every line.
const enhancedPattern = /^[ \t]*([245]\.[0-9]{1,3}\.[0-9]{1,3})(?:[ \t]+|$)/;

/** Makes a reader for one connection. */
export function createReplyReader(): ReplyReader {
  let lines: ReplyLine[] = [];
  let characters = 0;
  let fault: string | undefined;

  function push(line: string): ReplyProgress {
    characters += line.length;
    fault ??= isTooLong() ? 'reply is too long' : take(line);
    if (fault !== undefined) return { kind: 'malformed', reason: fault };
    return lines.at(-1)?.isLast === true ? complete() : { kind: 'incomplete' };
  }

  function isTooLong(): boolean {
    return lines.length >= maxReplyLines || characters > maxReplyCharacters;
  }

  function take(line: string): string | undefined {
    const parsed = parseLine(line);
    if (parsed === undefined) return 'line is no SMTP reply';
    if (lines[0] !== undefined && lines[0].code !== parsed.code) return 'reply changes its code';
    lines.push(parsed);
    return undefined;
  }

  function complete(): ReplyProgress {
    const reply = joinLines(lines);
    lines = [];
    characters = 0;
    return { kind: 'complete', reply };
  }

  return { push };
}

/** Reads the lines of exactly one reply, each without its CRLF. */
export function parseReply(lines: readonly string[]): Parsed<SmtpReply> {
  const reader = createReplyReader();
  for (const [index, line] of lines.entries()) {
    const progress = reader.push(line);
    if (progress.kind === 'malformed') return { ok: false, reason: progress.reason };
    if (progress.kind === 'incomplete') continue;
    if (index < lines.length - 1) return { ok: false, reason: 'lines after the end of the reply' };
    return { ok: true, value: progress.reply };
  }
  return { ok: false, reason: 'reply has no last line' };
}

function parseLine(line: string): ReplyLine | undefined {
  const match = linePattern.exec(line);
  if (match === null) return undefined;
  const [, code, separator, words = ''] = match;
  const enhanced = enhancedPattern.exec(words);
  return {
    code: Number(code),
    isLast: separator !== '-',
    enhanced: enhanced?.[1],
    text: words.slice(enhanced?.[0].length ?? 0),
  };
}

function joinLines(lines: readonly ReplyLine[]): SmtpReply {
  const enhanced = lines[0]?.enhanced ?? lines.at(-1)?.enhanced;
  const joined = lines.map((line) => stripControl(line.text).trim()).join('\n');
  // Cutting may halve a surrogate pair; `split` and `join` around the cleaning keep the line ends.
  const text = joined.slice(0, maxTextCharacters).split('\n').map(stripControl).join('\n').trim();
  return { code: lines[0]?.code ?? 0, ...(enhanced === undefined ? {} : { enhanced }), text };
}
