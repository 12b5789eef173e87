import type { Deprecation } from '@smtpy/contract';
import type { HeaderField } from './limit-fields.ts';

/** What tells programs that an operation is going to be taken away: RFC 9745 §2 (Deprecation), RFC 8594 §3 (Sunset), RFC 5829 §3 (the link). */
export function formatDeprecation(deprecation: Deprecation | undefined): readonly HeaderField[] {
  if (deprecation === undefined) return [];
  const { since, sunset, successor } = deprecation;
  return [
    ['deprecation', `@${Date.parse(since) / 1000}`],
    ['sunset', new Date(sunset).toUTCString()],
    ['link', `<${successor}>; rel="successor-version"`],
  ];
}
