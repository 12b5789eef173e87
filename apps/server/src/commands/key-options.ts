import type { Outcome } from './command.ts';
import { readExpiry } from './alias-limits.ts';

/** When a key ends, or why that cannot be read. */
type ReadEnd =
  | { readonly kind: 'value'; readonly value: Date | undefined }
  | Extract<Outcome, { readonly kind: 'misused' }>;

const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

/** When a key ends: after a time with its unit, at an instant or the end of a day in UTC, or (also where nothing is said) never. */
export function readKeyEnd(text: string | undefined, now: Date): ReadEnd {
  const [, number, unit = ''] = /^(\d{1,5})([hd])$/.exec(text ?? '') ?? [];
  if (number !== undefined)
    return { kind: 'value', value: new Date(now.getTime() + Number(number) * (unitMs[unit] ?? 0)) };
  const read = readExpiry(text);
  if (read.kind === 'value') return { kind: 'value', value: read.value ?? undefined };
  return {
    kind: 'misused',
    reason: `--expires is a time such as 90d, a date such as 2030-12-31, an instant such as 2030-12-31T18:00Z, or never; not "${text ?? ''}"`,
  };
}
