import { z } from 'zod';

/**
 * What no text of ours holds: control characters but line ends and tabs where they are allowed, and the marks that turn the direction of
 * writing around, with which one text passes for another (Unicode Technical Report 36 §3.5.2).
 */
const unwantedInLine = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/u;
const unwantedInLines = /(?![\n\r\t])\p{Cc}|[\u202A-\u202E\u2066-\u2069]/u;

/** How long a text may be, in characters (UTF-16 code units), after white space around it was cut off. */
export interface TextBounds {
  /** Default 1; with 0 an empty text is good too. */
  readonly min?: number;
  readonly max: number;
}

/** One line that a person typed: trimmed, well-formed Unicode, no control characters. PostgreSQL has no NUL, and headers have no line ends. */
export function text(bounds: TextBounds) {
  return textWithout(unwantedInLine, bounds);
}

/** Like {@link text}, with line ends and tabs. */
export function lines(bounds: TextBounds) {
  return textWithout(unwantedInLines, bounds);
}

function textWithout(unwanted: RegExp, { min = 1, max }: TextBounds) {
  return z
    .string()
    .trim()
    .min(min, min === 1 ? 'This is empty.' : `This has fewer than ${String(min)} characters.`)
    .max(max, `This has more than ${String(max)} characters.`)
    .refine((value) => value.isWellFormed() && !unwanted.test(value), {
      message: 'This holds characters that no text may hold.',
    });
}
