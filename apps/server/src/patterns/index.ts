/**
 * Purpose: regular expressions that people write, for texts that strangers write.
 *
 * Guarantees: the syntax of RE2, in time linear in the text; a pattern that is too large is refused; compiled ones are kept, within a bound.
 *
 * Fails with: values, whose reasons are for whoever wrote the pattern; never throws.
 *
 * Security: no back references and no look-ahead, so that no text takes long; the size of a pattern bounds what a character costs.
 *
 * Not here: which texts are looked at, and how much of them (`rules/`, `aliases/`).
 */
export { createPatterns, type CompiledPattern, type Patterns } from './patterns.ts';
