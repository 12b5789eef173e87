import { RE2JS } from 're2js';

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
}

// Compiling takes tens of milliseconds for the worst pattern of 500 characters, and they come again and again.
const maxKept = 500;
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
  };
}

function compile(
  pattern: string,
  { maxCharacters, maxInstructions }: Parameters<typeof createPatterns>[0],
): CompiledPattern {
  if (pattern.length > maxCharacters)
    return { kind: 'invalid', reason: `a pattern has ${maxCharacters} characters at most` };
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
