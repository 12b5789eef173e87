import type { FieldError } from '../../api/index.ts';

/**
 * The first text in a value that the database could not hold: one with NUL, or with half a surrogate pair. No schema has use for either, so
 * none needs to remember them. A value nests as deep as its parser lets it, at most `maxJsonDepth`.
 */
export function findUnwantedText(path: string, value: unknown): FieldError | undefined {
  if (typeof value === 'string') return isUnwanted(value) ? faultAt(path) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const fault = isUnwanted(name) ? faultAt(path) : findUnwantedText(`${path}.${name}`, inner);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isUnwanted(text: string): boolean {
  return text.includes('\u0000') || !text.isWellFormed();
}

function faultAt(path: string): FieldError {
  return { path: path.slice(0, 200).toWellFormed(), message: 'This holds characters that no text may hold.' };
}
