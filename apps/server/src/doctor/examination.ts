import type { Config } from '../config/index.ts';
import type { Db } from '../db/index.ts';
import type { DnsResolver } from '../dns/index.ts';

/** What was found about one thing. */
export interface Finding {
  /** Stable word: `database`, `way_out`, … */
  readonly check: string;
  readonly verdict: 'ok' | 'warning' | 'problem';
  /** What is so, in a sentence without a full stop. */
  readonly text: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** What the examination looks at. */
export interface Examination {
  readonly config: Config;
  readonly db: Db;
  readonly resolver: DnsResolver;
  /** Addresses of the server that runs on the data folder; undefined when none does. */
  readonly running: Readonly<Record<string, string>> | undefined;
  /** The DKIM record of the service's own mail; undefined while none was sent from the host name. */
  readonly findSigningRecord: () => Promise<{ readonly name: string; readonly value: string } | undefined>;
  readonly signal: AbortSignal;
}
