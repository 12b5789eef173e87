import { addInclude } from './merge-spf.ts';
import { includedHost, isIncludeBroken, reasonOf } from './reason.ts';
import type { DomainRecord } from './steps.ts';

/** A record as it should be published here, and the key of the sentence that says how it stands. */
export interface Advice {
  /** What to publish: as the server says, or joined with what its owner publishes already. */
  readonly value: string;
  /** The end of `domains.reason.<reason>`. */
  readonly reason: string;
  /** What the sentence names. */
  readonly values: Readonly<Record<string, string>>;
}

/** What to say of a record. A record for SPF that leaves this server out is not to be replaced: other senders of the domain stand in it. */
export function adviseOn(record: DomainRecord): Advice {
  const host = includedHost(record.value);
  const values = { type: record.type, host };
  if (isIncludeBroken(record)) return { value: record.value, reason: 'spf_broken_include', values };
  const [only, ...more] = record.found;
  const isMerged = record.purpose === 'spf' && record.verdict === 'different' && more.length === 0;
  return {
    value: isMerged && only !== undefined ? addInclude(only, host) : record.value,
    reason: reasonOf(record),
    values,
  };
}
