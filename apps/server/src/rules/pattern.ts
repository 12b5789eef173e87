import { maxRulePatternCharacters } from '@smtpy/contract';
import { RE2JS } from 're2js';

/** A pattern that is ready to run, or why it will not be, in words for whoever wrote it. */
export type CompiledPattern =
  | {
      readonly kind: 'pattern';
      /** Instructions: what a character of text costs at most. */
      readonly cost: number;
      /** Whether it is found anywhere in the text. */
      readonly test: (text: string) => boolean;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

// RE2 runs in the number of instructions times that of characters. People write tens; counted repetitions make more.
const maxInstructions = 500;
// Compiling takes tens of milliseconds for the worst pattern of 500 characters, and rules are read from the database again and again.
const maxKept = 500;

const kept = new Map<string, CompiledPattern>();

/** Compiles a pattern in the syntax of RE2, to be compared without regard to case. Never throws. */
export function compilePattern(pattern: string): CompiledPattern {
  const known = kept.get(pattern);
  const compiled = known ?? compile(pattern);
  // The one used last goes to the end, the first goes when there are too many.
  kept.delete(pattern);
  kept.set(pattern, compiled);
  const [oldest] = kept.keys();
  if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
  return compiled;
}

function compile(pattern: string): CompiledPattern {
  if (pattern.length > maxRulePatternCharacters)
    return { kind: 'invalid', reason: `a pattern has ${maxRulePatternCharacters} characters at most` };
  try {
    const program = RE2JS.compile(pattern.normalize('NFC'), RE2JS.CASE_INSENSITIVE);
    const cost = program.programSize();
    if (cost > maxInstructions)
      return { kind: 'invalid', reason: 'the pattern is too large: it repeats too much' };
    // A matcher keeps nothing between texts; `program.test` would keep up to 8 MiB for each pattern.
    return { kind: 'pattern', cost, test: (text) => program.matcher(text).find() };
  } catch (error) {
    // Expected: a syntax that RE2 does not have, such as back references.
    const reason = error instanceof Error ? error.message : 'it cannot be read';
    return { kind: 'invalid', reason: reason.replace(/^error parsing regexp: /, '').slice(0, 200) };
  }
}
