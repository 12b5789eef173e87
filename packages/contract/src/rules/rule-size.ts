import { z } from 'zod';
import { ruleErrors } from './rule-errors.ts';

const unitBytes: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1000],
  ['mb', 1000 ** 2],
  ['gb', 1000 ** 3],
  ['kib', 1024],
  ['mib', 1024 ** 2],
  ['gib', 1024 ** 3],
]);
const sizePattern = /^(\d{1,12}(?:\.\d{1,3})?) ?([kmg]i?b|b|)$/i;
// Larger than any message; a number beyond it is a slip.
const maxSizeBytes = 1024 ** 4;

/** Bytes out of `10MB`, `1.5 MiB` or `2048`; undefined for what is none of these. */
export function parseRuleSize(text: string): number | undefined {
  const [, digits = '', unit = ''] = sizePattern.exec(text.trim()) ?? [];
  const factor = digits === '' ? undefined : unitBytes.get(unit.toLowerCase());
  const bytes = factor === undefined ? undefined : Math.round(Number(digits) * factor);
  return bytes !== undefined && bytes <= maxSizeBytes ? bytes : undefined;
}

/** A number of bytes, or text with a unit, which becomes one. */
export const ruleSize = z
  .union([z.int().nonnegative().max(maxSizeBytes), z.string().max(20)], ruleErrors.size)
  .transform((given, context) => {
    const bytes = typeof given === 'number' ? given : parseRuleSize(given);
    if (bytes !== undefined) return bytes;
    context.addIssue({ code: 'custom', message: ruleErrors.size });
    return z.NEVER;
  })
  // What comes out has a schema of its own, for the document of the API.
  .pipe(z.int().nonnegative());
