import { makeField, parseHeaderBlock, type HeaderBlock, type HeaderField } from '@smtpy/mail';
import { forgeryTest } from './forgery.ts';
import { loopFieldName } from './loop.ts';
import { isStrayLine } from './stray-line.ts';

/** What is put above a message that stays as its author made it. */
export interface PreserveInput {
  /** The header block as received. */
  readonly header: HeaderBlock;
  /** Our Received and Authentication-Results fields, as stored. */
  readonly traceHeader: Buffer;
  /** From `loopToken`. */
  readonly loopToken: string;
}

/**
 * The header fields of the message as it leaves, in order, not sealed: our trace fields, our loop token, then the original byte for
 * byte, so that the author's DKIM signature holds (RFC 6376 §5.4). Left out are only results that claim to be ours (RFC 8601 §5) and
 * lines that are no fields and would spoil those around them. Any header block gives a valid result.
 */
export function preserve({ header, traceHeader, loopToken }: PreserveInput): readonly HeaderField[] {
  const trace = parseHeaderBlock(traceHeader).fields;
  const isForged = forgeryTest(trace);
  const original = header.fields.filter((field) => !isForged(field) && !isStrayLine(field));
  return [...trace, makeField(loopFieldName, loopToken), ...original];
}
