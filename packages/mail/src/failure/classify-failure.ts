import type { FailureFacts } from './failure.ts';
import { type FailurePattern, type FailureWords, isAbout } from './pattern.ts';
import { failurePatterns } from './patterns.ts';

/** What is known of a failure; all of it may be missing. */
export interface FailureInput {
  /** Code of the SMTP reply. */
  readonly code?: number;
  /** RFC 3463. Where it is missing, one in the text counts, as in qmail's `(#5.1.1)`. */
  readonly enhanced?: string;
  /** The remote words in any form, or our own when there was no reply. Codes may stand in it. */
  readonly text?: string;
}

// As much as replies and reports keep of a text; it also bounds the time that patterns take.
const maxTextCharacters = 2000;
// RFC 3463 §2. Not inside of longer numbers, such as addresses of hosts.
const enhancedInText = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)/;
// A code at the start, after `said:` or another word that ends in a colon, or before an enhanced code.
const codeInText =
  /(?:^|[:;] ?|said )([45]\d\d)(?=[ -]|$)|(?<!\d)([45]\d\d)[ -]#?[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/;
const codesOnTheWay = /(?<!\S)[45]\d\d(?:[ -]|$)(?:#?[45]\.\d{1,3}\.\d{1,3}(?!\S))?/g;

/**
 * Says what kind of failure this is: by the enhanced code where it tells, else by the words, else by the plain code. A `hard` failure that
 * the remote calls temporary is `soft`; of two codes that contradict each other the SMTP code counts, as for `classifyReply`.
 */
export function classifyFailure(input: FailureInput): FailureFacts {
  const text = (input.text ?? '').slice(0, maxTextCharacters);
  const failure = readFailure(input, text);
  const { cause, failureClass } = findPattern(failure);
  return { cause, failureClass: failureClass === 'hard' && isTemporary(failure) ? 'soft' : failureClass };
}

/** The row that decides. */
export function findPattern(failure: FailureWords): FailurePattern {
  const pattern = failurePatterns.find((candidate) => isAbout(candidate, failure));
  if (pattern === undefined) throw new Error('the last row of the failure table does not match everything');
  return pattern;
}

/** What the table is asked with. Codes of success are no codes of a failure. */
export function readFailure(input: FailureInput, text: string): FailureWords {
  const code = input.code ?? findCode(text);
  const enhanced = findEnhancedCode(input.enhanced ?? '') ?? findEnhancedCode(text);
  return {
    code: code !== undefined && code >= 400 && code <= 599 ? String(code) : undefined,
    enhanced,
    words: plainWords(text),
  };
}

/** The first enhanced code of a failure in a text of any kind, such as qmail's `(#5.1.1)`; not one inside of a longer number. */
export function findEnhancedCode(text: string): string | undefined {
  return enhancedInText.exec(text)?.[1];
}

function findCode(text: string): number | undefined {
  const match = codeInText.exec(text.trimStart());
  return match === null ? undefined : Number(match[1] ?? match[2]);
}

/**
 * One line without what repeats on each line of a reply, and without addresses: those are chosen by others, and a mailbox may be called
 * `spam`.
 */
function plainWords(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => !word.includes('@'))
    .join(' ')
    .replace(codesOnTheWay, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function isTemporary({ code, enhanced }: FailureWords): boolean {
  return (code ?? enhanced ?? '').startsWith('4');
}
