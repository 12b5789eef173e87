import { isReservedLocalPart, type Parsed } from '@smtpy/mail';
import { RE2JS, RE2JSException } from 're2js';
import { isAliasName } from './rules.ts';

/** Longer ones are not written by people. */
const maxPatternLength = 500;

/**
 * Instructions of a compiled pattern: `x{3,20}` has some forty. Matching costs that many steps for each of at most 64 characters, and the
 * time for the first match grows with them: 20 ms at 3,000, half a second at 40,000.
 */
const maxProgramSize = 1_000;

/** Compiling costs about a millisecond, some fifty times what matching does. */
const maxCompiled = 200;
const compiled = new Map<string, RE2JS>();

/**
 * Judges a pattern as typed: RE2 syntax, no more than 500 characters, and small enough that a match costs next to nothing. The reason is
 * the end of a sentence.
 */
export function parseCatchAllPattern(text: string): Parsed<string> {
  if (text === '') return { ok: false, reason: 'it is empty' };
  if (text.length > maxPatternLength)
    return { ok: false, reason: `it is longer than ${String(maxPatternLength)} characters` };
  try {
    return compile(text).programSize() > maxProgramSize
      ? { ok: false, reason: 'its repetitions are too large' }
      : { ok: true, value: text };
  } catch (error) {
    // Expected: what is no RE2 expression: unbalanced brackets, look-ahead, back references.
    if (error instanceof RE2JSException)
      return { ok: false, reason: error.message.replace('error parsing regexp: ', '') };
    throw error;
  }
}

/**
 * Whether a pattern, proven by {@link parseCatchAllPattern}, matches a folded local part as a whole, in any case; undefined matches
 * everything. In linear time. Throws when the pattern is none: what is stored was proven, so that is a fault of ours and temporary.
 */
export function matchesCatchAll(pattern: string | undefined, localPart: string): boolean {
  if (pattern === undefined) return true;
  const regex = compiled.get(pattern) ?? compile(pattern);
  if (compiled.size >= maxCompiled && !compiled.has(pattern)) compiled.clear();
  compiled.set(pattern, regex);
  return regex.matches(localPart);
}

/** Whether a catch-all with this pattern takes a folded local part: a name that an alias may have, and that nothing else is kept for. */
export function takesLocalPart(pattern: string | undefined, localPart: string): boolean {
  return isAliasName(localPart) && !isReservedLocalPart(localPart) && matchesCatchAll(pattern, localPart);
}

/** Local parts are in lower case; a capital in a pattern would otherwise never match. */
function compile(pattern: string): RE2JS {
  return RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
}
