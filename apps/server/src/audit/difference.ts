import type { JsonObject } from './entry.ts';

/**
 * What an entry tells of a change: the facts whose values differ, before and after. Undefined where none does: then there is nothing to tell.
 * Values are compared as they are, so facts are texts, numbers, booleans and null. `after` names all facts.
 */
export function differenceOf(
  before: JsonObject,
  after: JsonObject,
): { readonly before: JsonObject; readonly after: JsonObject } | undefined {
  const names = Object.keys(after).filter((name) => before[name] !== after[name]);
  if (names.length === 0) return undefined;
  const pick = (facts: JsonObject): JsonObject =>
    Object.fromEntries(names.map((name) => [name, facts[name]]));
  return { before: pick(before), after: pick(after) };
}
