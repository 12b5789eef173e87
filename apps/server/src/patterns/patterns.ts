import { RE2JS } from 're2js';
import { readPatternWork } from './pattern-work.ts';

/** A pattern that is ready to run, or why it will not be, in words for whoever wrote it. */
export type CompiledPattern =
  | {
      readonly kind: 'pattern';
      /** Instructions: what a character of text costs at most. */
      readonly cost: number;
      /** Whether it is found anywhere in the text. */
      readonly isFoundIn: (text: string) => boolean;
      /** Whether it matches the text as a whole. */
      readonly matches: (text: string) => boolean;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Patterns of one kind. */
export interface Patterns {
  /** Compiles a pattern, in NFC and to be compared without regard to case. Never throws. */
  compile(pattern: string): CompiledPattern;
  /** What compiling it would take, in microseconds at most; 0 for one that is kept. For whoever has to bound the sum of many. */
  microsecondsFor(pattern: string): number;
}

// Compiling takes some milliseconds for the worst pattern, and they come again and again.
const maxKept = 500;

/**
 * What a pattern may hold of what is dear to compile. Without these bounds 500 characters take 200 ms (31 times `[b-\\x{10fffe}c]`). Ten named
 * classes and the range of all Chinese characters are more than people write.
 */
const maxNamedClasses = 10;
const maxRangeCharacters = 100_000;
const maxRepetitions = 1_000;

/** Measured: 50 ns for a character of a range, 150 µs for a named class, 0.5 µs for a repetition, 10 µs for any other character. */
const microseconds = { rangeCharacter: 0.05, namedClass: 150, repetition: 0.5, character: 10 } as const;
const maxReasonLength = 200;

/** Patterns up to a size, with a memory of their own. */
export function createPatterns(bounds: {
  readonly maxCharacters: number;
  /** RE2 runs in the number of instructions times that of characters. People write tens; counted repetitions make more. */
  readonly maxInstructions: number;
}): Patterns {
  const kept = new Map<string, CompiledPattern>();
  return {
    compile: (pattern) => {
      const compiled = kept.get(pattern) ?? compile(pattern, bounds);
      // The one used last goes to the end, the first goes when there are too many.
      kept.delete(pattern);
      kept.set(pattern, compiled);
      const [oldest] = kept.keys();
      if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
      return compiled;
    },
    microsecondsFor: (pattern) => (kept.has(pattern) ? 0 : estimate(pattern.slice(0, bounds.maxCharacters))),
  };
}

function estimate(pattern: string): number {
  const { rangeCharacters, namedClasses, repetitions } = readPatternWork(pattern);
  return (
    Math.min(rangeCharacters, maxRangeCharacters) * microseconds.rangeCharacter +
    Math.min(namedClasses, maxNamedClasses) * microseconds.namedClass +
    Math.min(repetitions, maxRepetitions) * microseconds.repetition +
    pattern.length * microseconds.character
  );
}

/** Why a pattern is not even compiled; undefined for nearly all. */
function findTooMuch(pattern: string): string | undefined {
  const { rangeCharacters, namedClasses, repetitions } = readPatternWork(pattern);
  if (repetitions > maxRepetitions) return 'the pattern is too large: it repeats too much';
  if (namedClasses > maxNamedClasses) return `a pattern names ${maxNamedClasses} classes like \\pL at most`;
  return rangeCharacters > maxRangeCharacters ? 'the ranges of the pattern are too wide' : undefined;
}

function compile(
  pattern: string,
  { maxCharacters, maxInstructions }: Parameters<typeof createPatterns>[0],
): CompiledPattern {
  if (pattern.length > maxCharacters)
    return { kind: 'invalid', reason: `a pattern has ${maxCharacters} characters at most` };
  const tooMuch = findTooMuch(pattern);
  if (tooMuch !== undefined) return { kind: 'invalid', reason: tooMuch };
  try {
    const program = RE2JS.compile(pattern.normalize('NFC'), RE2JS.CASE_INSENSITIVE);
    const cost = program.programSize();
    if (cost > maxInstructions)
      return { kind: 'invalid', reason: 'the pattern is too large: it repeats too much' };
    return {
      kind: 'pattern',
      cost,
      // A matcher keeps nothing between texts; `program.test` would keep up to 8 MiB for each pattern.
      isFoundIn: (text) => program.matcher(text).find(),
      matches: (text) => program.matcher(text).matches(),
    };
  } catch (error) {
    // Expected: a syntax that RE2 does not have, such as back references.
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    return {
      kind: 'invalid',
      reason: reason.replace(/^error parsing regexp: /, '').slice(0, maxReasonLength),
    };
  }
}
