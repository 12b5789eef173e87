import { stripControl } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import { DnsError, type DnsResolver } from '../dns/index.ts';
import { systemClock, type Clock } from '../observe/index.ts';
import { isListing, labelsOf } from './question.ts';

/** A client waits for its reply to RCPT meanwhile, and most of the lists answer within a tenth of a second. */
const deadlineMs = 3_000;
/** Lists change by the minute; a client that was taken off one is asked to wait this much longer. */
const answerLifetimeMs = 300_000;
/** Long enough that a list which is down does not cost 3 s per message, short enough that its return is seen. */
const failureLifetimeMs = 10_000;
/** Some hundred bytes each. A flood from more addresses than this asks again. */
const maxAnswers = 10_000;
/** It is shown on one line; what it says is mostly a link. */
const maxTextLength = 200;

/** What the lists say of an address. */
export type DnsListVerdict =
  | {
      readonly kind: 'listed';
      /** Of the list; the first that answered where several list it. */
      readonly zone: string;
      /** Why, in words of the list, at most 200 characters; absent when it gives none. */
      readonly text?: string | undefined;
    }
  | { readonly kind: 'not_listed' };

/** What {@link createDnsLists} needs. */
export interface DnsListsDependencies {
  /** Zones of the lists, lower case. */
  readonly zones: readonly string[];
  readonly resolver: Pick<DnsResolver, 'resolve'>;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** Knows whether clients are on block lists. */
export interface DnsLists {
  /** Never rejects. `not_listed` also where nothing can be known: no answer in time, a private address. */
  check(ip: string): Promise<DnsListVerdict>;
}

type Finding = DnsListVerdict | { readonly kind: 'failed' };

/** The lists of these zones, with a memory of their own. */
export function createDnsLists({ zones, resolver, clock = systemClock }: DnsListsDependencies): DnsLists {
  const cache = new ReadThroughCache<Finding>({
    maxEntries: maxAnswers,
    lifetimeMs: ({ kind }) => (kind === 'failed' ? failureLifetimeMs : answerLifetimeMs),
    clock,
  });
  return {
    check: async (ip) => {
      const labels = labelsOf(ip);
      if (labels === undefined) return { kind: 'not_listed' };
      const look = (zone: string) => cache.get(`${labels}.${zone}`, () => lookUp(labels, zone, resolver));
      return firstListing(zones.map(look));
    },
  };
}

/** Does not wait for the others when one list is enough. */
async function firstListing(asked: readonly Promise<Finding>[]): Promise<DnsListVerdict> {
  const verdict = Promise.withResolvers<DnsListVerdict>();
  const all = asked.map(async (finding) => {
    const found = await finding;
    if (found.kind === 'listed') verdict.resolve(found);
  });
  Promise.all(all).then(() => {
    verdict.resolve({ kind: 'not_listed' });
  }, verdict.reject);
  return verdict.promise;
}

/** Never rejects but for a defect. */
async function lookUp(
  labels: string,
  zone: string,
  resolver: DnsListsDependencies['resolver'],
): Promise<Finding> {
  const name = `${labels}.${zone}`;
  const deadline = Promise.withResolvers<'late'>();
  const timer = setTimeout(deadline.resolve, deadlineMs, 'late');
  try {
    const records = await Promise.race([findRecords(resolver, name, 'A'), deadline.promise]);
    if (records === 'late' || records === 'failed') return { kind: 'failed' };
    if (records.length === 0) return { kind: 'not_listed' };
    // An answer that is no listing is one of a list that refuses or has ended; that changes when its operator is told.
    if (!records.some(isListing)) return { kind: 'failed' };
    const texts = await Promise.race([findRecords(resolver, name, 'TXT'), deadline.promise]);
    return { kind: 'listed', zone, text: typeof texts === 'string' ? undefined : readText(texts) };
  } finally {
    clearTimeout(timer);
  }
}

/** Texts in one piece each; empty when there are none. */
async function findRecords(
  resolver: DnsListsDependencies['resolver'],
  name: string,
  type: 'A' | 'TXT',
): Promise<readonly string[] | 'failed'> {
  try {
    const records = (await resolver.resolve(name, type)) as readonly (string | readonly string[])[];
    return records.map((record) => (typeof record === 'string' ? record : record.join('')));
  } catch (error) {
    // Expected: DnsError. Anything else is a defect and stays thrown.
    if (!(error instanceof DnsError)) throw error;
    return ['ENOTFOUND', 'ENODATA'].includes(error.code) ? [] : 'failed';
  }
}

function readText([first]: readonly string[]): string | undefined {
  const text = stripControl((first ?? '').slice(0, maxTextLength)).trim();
  return text === '' ? undefined : text;
}
