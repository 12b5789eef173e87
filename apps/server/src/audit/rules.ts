import type { Json, JsonObject } from './entry.ts';

/**
 * Characters that an entry keeps of each text. An address has 320 at most (RFC 5321 §4.5.3.1); clients send user agents of any length,
 * of which the first 500 tell the program.
 */
export const maxCharacters = {
  kind: 50,
  id: 100,
  label: 320,
  ip: 64,
  userAgent: 500,
  requestId: 100,
  value: 1_000,
} as const;

/** Items of a list and names of an object that an entry keeps; and how deep it looks. A change that people read has fewer. */
const maxItems = 100;
const maxDepth = 6;

/** Names under which a secret could be handed over by mistake. The log outlives what it tells of and is exported: a secret in it is lost. */
const secretName =
  /pass(?:word|phrase|code)|secret|token|private_?key|backup_?code|recovery_?code|hash|cookie/i;

/** A text as PostgreSQL can store it and a person can read it: well-formed, without NUL, cut off with an ellipsis. */
export function boundText(text: string, limit: number): string {
  const clean = text
    .slice(0, 2 * (limit + 1))
    .toWellFormed()
    .replaceAll('\u0000', '\uFFFD');
  const characters = Array.from(clean);
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : clean;
}

/**
 * What is kept of `before` and `after`. Throws where a name sounds like a secret, for that is a mistake in the program: the transaction
 * fails, and with it the test of whatever did this.
 */
export function boundChange(change: JsonObject): JsonObject {
  return boundObject(change, 1);
}

function boundObject(object: JsonObject, depth: number): JsonObject {
  const entries = Object.entries(object).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (secretName.test(name)) throw new TypeError(`${name} must not be written into the audit log`);
    return [[boundText(name, maxCharacters.kind), boundValue(value, depth)] as const];
  });
  return Object.fromEntries(entries.slice(0, maxItems));
}

function boundValue(value: Json, depth: number): Json {
  if (typeof value === 'string') return boundText(value, maxCharacters.value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '…';
  return isList(value)
    ? value.slice(0, maxItems).map((item) => boundValue(item, depth + 1))
    : boundObject(value, depth + 1);
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
