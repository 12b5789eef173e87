import type { ParentSpan } from '../../observe/index.ts';

/** Versions after 00 may have more behind; what is ours stands where it stood (W3C Trace Context §3.2.2). */
const pattern = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.{0,200})?$/;

/** What a `traceparent` field says; undefined for what is none, which is ignored. */
export function parseTraceParent(value: string | readonly string[] | undefined): ParentSpan | undefined {
  if (typeof value !== 'string') return undefined;
  const [, version, traceId, spanId, flags, more] = pattern.exec(value) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === '00' && more !== undefined) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
