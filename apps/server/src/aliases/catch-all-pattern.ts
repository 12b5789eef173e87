import { isReservedLocalPart, type Parsed } from '@smtpy/mail';
import { createPatterns } from '../patterns/index.ts';
import { isAliasName } from './rules.ts';

/**
 * A match costs as many steps as the pattern has instructions for each of at most 64 characters, and the time for the first match grows
 * with them: 20 ms at 3,000. `x{3,20}` has some forty.
 */
const patterns = createPatterns({ maxCharacters: 500, maxInstructions: 1_000 });

/** Judges a pattern as typed: RE2 syntax, and small enough that a match costs next to nothing. The reason is the end of a sentence. */
export function parseCatchAllPattern(text: string): Parsed<string> {
  if (text === '') return { ok: false, reason: 'it is empty' };
  const compiled = patterns.compile(text);
  return compiled.kind === 'pattern' ? { ok: true, value: text } : { ok: false, reason: compiled.reason };
}

/**
 * Whether a pattern, proven by {@link parseCatchAllPattern}, matches a folded local part as a whole, in any case; undefined matches
 * everything. Throws when the pattern is none: what is stored was proven, so that is a fault of ours and temporary.
 */
export function matchesCatchAll(pattern: string | undefined, localPart: string): boolean {
  if (pattern === undefined) return true;
  const compiled = patterns.compile(pattern);
  if (compiled.kind === 'invalid') throw new Error(`a catch-all has no usable pattern: ${compiled.reason}`);
  return compiled.matches(localPart);
}

/** Whether a catch-all with this pattern takes a folded local part: a name that an alias may have, and that nothing else is kept for. */
export function takesLocalPart(pattern: string | undefined, localPart: string): boolean {
  return isAliasName(localPart) && !isReservedLocalPart(localPart) && matchesCatchAll(pattern, localPart);
}
