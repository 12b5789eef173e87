import type { FailureCause, FailureClass } from './failure.ts';

/** One row of the table. What is given must all hold; a list holds when one of its entries does. */
export interface FailurePattern {
  readonly cause: FailureCause;
  /** Of a permanent failure. What the remote calls temporary is never `hard`: see `classifyFailure`. */
  readonly failureClass: FailureClass;
  /** As in the registry: `X` stands for 4 or 5, `x` for any digit: `X.1.1`, `5.7.5xx`. */
  readonly enhanced?: readonly string[];
  /** Codes of replies, `x` for any digit: `552`, `4xx`. */
  readonly codes?: readonly string[];
  /** Matches somewhere in the words, which are on one line, without addresses and without repeated codes. Gaps are bounded. */
  readonly words?: RegExp;
  /** What the row is for, for the reference page. */
  readonly sentence: string;
  /** What such a failure looks like; the row is the first that matches it. */
  readonly example: string;
}

/** What is known of a failure when the table is looked up. */
export interface FailureWords {
  readonly code: string | undefined;
  readonly enhanced: string | undefined;
  readonly words: string;
}

/** Whether a row is about this failure. */
export function isAbout(pattern: FailurePattern, failure: FailureWords): boolean {
  return (
    isOneOf(pattern.enhanced, failure.enhanced) &&
    isOneOf(pattern.codes, failure.code) &&
    (pattern.words?.test(failure.words) ?? true)
  );
}

function isOneOf(forms: readonly string[] | undefined, value: string | undefined): boolean {
  if (forms === undefined) return true;
  return value !== undefined && forms.some((form) => hasForm(value, form));
}

function hasForm(value: string, form: string): boolean {
  return value.length === form.length && Array.from(form).every((sign, at) => hasSign(value[at] ?? '', sign));
}

function hasSign(digit: string, sign: string): boolean {
  if (sign === 'X') return digit === '4' || digit === '5';
  return sign === 'x' ? digit >= '0' && digit <= '9' : digit === sign;
}
