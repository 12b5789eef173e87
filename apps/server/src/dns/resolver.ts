import type { MxRecord } from 'node:dns';
import { Resolver } from 'node:dns/promises';
import type { Clock } from '../observe/index.ts';
import { AnswerCache, type Remembered } from './answer-cache.ts';

export type { MxRecord };

/** Longest time an answer is repeated, whatever its TTL: bounds how late a change is seen. */
const maxPositiveTtlMs = 300_000;
/** Node tells the TTL of A and AAAA records alone. The others are kept for a minute, the shortest TTL in common use. */
const unknownTtlMs = 60_000;
/** RFC 2308 §5 allows up to the SOA's minimum, which Node does not tell; half a minute helps a burst and hurts nobody. */
const negativeTtlMs = 30_000;
/** About 200 bytes each, so a few megabytes in the worst case. */
const maxRememberedAnswers = 10_000;
/** A lost datagram is asked for again this often before the deadline. */
const triesPerServer = 2;

/** The records of one answer, in the shapes of `node:dns`. */
export type DnsRecords = string[] | string[][] | MxRecord[];

/** A question that has no answer. `code` is one of Node's: `ENOTFOUND`, `ENODATA`, `ESERVFAIL`, `ETIMEOUT`, … */
export class DnsError extends Error {
  override readonly name = 'DnsError';
  readonly code: string;

  constructor(question: string, code: string) {
    super(`${question}: ${code}`);
    this.code = code;
  }
}

/** How a typed question ended. `failed` is temporary: servers that do not answer or answer with an error. */
export type DnsAnswer<Record> =
  | { readonly kind: 'found'; readonly records: readonly Record[] }
  | { readonly kind: 'no_such_name' }
  | { readonly kind: 'no_data' }
  | { readonly kind: 'failed'; readonly explanation: string };

/** The questions a process asks. */
export interface DnsResolver {
  /**
   * Asks for records of any type, in the form that mailauth wants of its resolver. Rejects with {@link DnsError}.
   * The array is the caller's own; its elements are shared and must not be changed.
   */
  resolve(name: string, rrtype: string): Promise<DnsRecords>;
  /** The MX records, unsorted. An `exchange` of `''` is a null MX (RFC 7505 §3). */
  resolveMx(name: string): Promise<DnsAnswer<MxRecord>>;
  /** The IPv4 and IPv6 addresses, IPv4 first. `failed` when either family failed and the other has none. */
  resolveAddresses(name: string): Promise<DnsAnswer<string>>;
  /** The names that the reverse zone gives to an address; not verified forward. */
  reverse(ip: string): Promise<DnsAnswer<string>>;
}

/** What a resolver needs. */
export interface ResolverOptions {
  /** `address` or `address:port` each (`[address]:port` for IPv6); empty: the system's. */
  readonly servers: readonly string[];
  /** Deadline of one question, over all servers and repetitions. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

type Outcome = { readonly records: DnsRecords } | { readonly error: DnsError };

/** Makes a resolver with a memory of its own. */
export function createResolver(options: ResolverOptions): DnsResolver {
  const { servers, timeoutMs, clock } = options;
  const client = new Resolver({
    timeout: Math.max(1, Math.floor(timeoutMs / triesPerServer)),
    tries: triesPerServer,
  });
  if (servers.length > 0) client.setServers(servers);
  const cache = new AnswerCache<Outcome>({ clock, maxEntries: maxRememberedAnswers });

  async function lookUp(name: string, rrtype: string, ask: () => Promise<Found>): Promise<DnsRecords> {
    const question = `${rrtype} ${name.toLowerCase()}`;
    const outcome = await cache.get(question, () => withDeadline(ask(), { question, timeoutMs }));
    if ('error' in outcome) throw outcome.error;
    return [...outcome.records] as DnsRecords;
  }
  const resolve = (name: string, rrtype: string) => lookUp(name, rrtype, () => query(client, name, rrtype));

  return {
    resolve,
    resolveMx: async (name) => answerOf(resolve(name, 'MX') as Promise<MxRecord[]>),
    resolveAddresses: async (name) =>
      bothFamilies(
        await Promise.all([
          answerOf(resolve(name, 'A') as Promise<string[]>),
          answerOf(resolve(name, 'AAAA') as Promise<string[]>),
        ]),
      ),
    reverse: async (ip) =>
      answerOf(
        lookUp(ip, 'reverse', async () => ({
          records: await client.reverse(ip),
          ttlMs: unknownTtlMs,
        })) as Promise<string[]>,
      ),
  };
}

interface Found {
  readonly records: DnsRecords;
  readonly ttlMs: number;
}

async function query(client: Resolver, name: string, rrtype: string): Promise<Found> {
  switch (rrtype) {
    case 'A':
      return withSmallestTtl(await client.resolve4(name, { ttl: true }));
    case 'AAAA':
      return withSmallestTtl(await client.resolve6(name, { ttl: true }));
    default:
      return { records: (await client.resolve(name, rrtype)) as DnsRecords, ttlMs: unknownTtlMs };
  }
}

function withSmallestTtl(records: readonly { readonly address: string; readonly ttl: number }[]): Found {
  const ttlSeconds = records.reduce((smallest, { ttl }) => Math.min(smallest, ttl), maxPositiveTtlMs / 1000);
  return { records: records.map(({ address }) => address), ttlMs: ttlSeconds * 1000 };
}

/** Makes a value of every end of a question, and ends it when its time is over. */
async function withDeadline(
  asked: Promise<Found>,
  { question, timeoutMs }: { readonly question: string; readonly timeoutMs: number },
): Promise<Remembered<Outcome>> {
  // The client's own time limit doubles with each repetition and counts per server, so it is no deadline.
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    deadline.reject(new DnsError(question, 'ETIMEOUT'));
  }, timeoutMs);
  try {
    const { records, ttlMs } = await Promise.race([asked, deadline.promise]);
    return { answer: { records }, ttlMs };
  } catch (error) {
    // Expected: the errors of node:dns, which carry a code, and the deadline's.
    const code = codeOf(error);
    const isNegative = code === 'ENOTFOUND' || code === 'ENODATA';
    return { answer: { error: new DnsError(question, code) }, ttlMs: isNegative ? negativeTtlMs : 0 };
  } finally {
    clearTimeout(timer);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

async function answerOf<Record>(asked: Promise<readonly Record[]>): Promise<DnsAnswer<Record>> {
  try {
    const records = await asked;
    return records.length > 0 ? { kind: 'found', records } : { kind: 'no_data' };
  } catch (error) {
    // Expected: DnsError. Anything else is a defect and stays thrown.
    if (!(error instanceof DnsError)) throw error;
    return withoutRecords(error);
  }
}

function withoutRecords(error: DnsError): DnsAnswer<never> {
  switch (error.code) {
    // A name that cannot be put into a question (an empty or an overlong label) exists nowhere.
    case 'EBADNAME':
    case 'ENOTFOUND':
      return { kind: 'no_such_name' };
    case 'ENODATA':
      return { kind: 'no_data' };
    default:
      return { kind: 'failed', explanation: error.message };
  }
}

function bothFamilies([v4, v6]: readonly [DnsAnswer<string>, DnsAnswer<string>]): DnsAnswer<string> {
  const records = [v4, v6].flatMap((answer) => (answer.kind === 'found' ? answer.records : []));
  if (records.length > 0) return { kind: 'found', records };
  if (v4.kind === 'failed') return v4;
  if (v6.kind === 'failed') return v6;
  return v4.kind === 'no_data' ? v4 : v6;
}
