import type { DnsResolver, MxRecord } from '../../dns/index.ts';
import { isUsableAddress, normaliseAddress } from './addresses.ts';
import { isNullMx, limitToOneAttempt, sortByPreference, withoutOurselves, type MxHost } from './rules.ts';

/** More hosts than this are not looked up: the first five that have an address are all that an attempt uses. */
const maxLookedUpHosts = 10;

/** What decides where the mail of a domain goes. */
export interface MxOptions {
  readonly resolver: Pick<DnsResolver, 'resolveMx' | 'resolveAddresses'>;
  /** Our own name, lower case, A-labels: an MX of this name is ourselves. */
  readonly hostname: string;
  /** Addresses at which the port that is dialled is our own listener. */
  readonly ownAddresses: readonly string[];
  /** Whether an MX may lie on this machine; see {@link isUsableAddress}. */
  readonly allowsLoopback: boolean;
  /** Numbers from 0 up to 1; draws the order of equally preferred hosts. */
  readonly random: () => number;
}

/** Where to send. Explanations of what bounced begin with a status code of RFC 3463. */
export type MxResult =
  | { readonly kind: 'found'; readonly hosts: readonly MxHost[] }
  | { readonly kind: 'deferred'; readonly explanation: string }
  | { readonly kind: 'bounced'; readonly explanation: string };

/** Finds the hosts to try for a domain, best first (RFC 5321 §5.1). */
export async function resolveMxHosts(domain: string, options: MxOptions): Promise<MxResult> {
  const answer = await options.resolver.resolveMx(domain);
  switch (answer.kind) {
    case 'failed':
      return deferred(`no answer from DNS about the mail servers of ${domain} (${answer.explanation})`);
    case 'no_such_name':
      return bounced(`5.1.2 the domain ${domain} does not exist`);
    case 'no_data':
      // RFC 5321 §5.1: without MX records the domain itself is the host.
      return chooseHosts(domain, [{ exchange: domain, priority: 0 }], options);
    case 'found':
      if (isNullMx(answer.records)) return bounced(`5.1.10 the domain ${domain} accepts no mail (null MX)`);
      return chooseHosts(domain, answer.records, options);
  }
}

async function chooseHosts(
  domain: string,
  records: readonly MxRecord[],
  options: MxOptions,
): Promise<MxResult> {
  const sorted = sortByPreference(
    records.filter(({ exchange }) => exchange !== ''),
    options.random,
  );
  const lookedUp = await Promise.all(
    sorted.slice(0, maxLookedUpHosts).map((record) => lookUp(record, options)),
  );
  const elsewhere = withoutOurselves(
    lookedUp.map(({ host }) => host),
    (host) => isOurselves(host, options),
  );
  if (elsewhere.length === 0) return bounced(`5.4.6 mail for ${domain} would come back to this server`);
  const hosts = limitToOneAttempt(elsewhere);
  if (hosts.length > 0) return { kind: 'found', hosts };
  const failure = lookedUp.find(({ problem }) => problem !== undefined)?.problem;
  return failure === undefined
    ? bounced(`5.4.4 no mail server of ${domain} has an address that mail can be sent to`)
    : deferred(`no answer from DNS about the addresses of the mail servers of ${domain} (${failure})`);
}

interface LookedUp {
  /** Without addresses when it has none that may be used. */
  readonly host: MxHost;
  /** Why the addresses are not known for the time being. */
  readonly problem?: string;
}

async function lookUp({ exchange, priority }: MxRecord, options: MxOptions): Promise<LookedUp> {
  const name = exchange.toLowerCase();
  const answer = await options.resolver.resolveAddresses(name);
  const host: MxHost = { name, preference: priority, addresses: [] };
  if (answer.kind === 'failed') return { host, problem: answer.explanation };
  if (answer.kind !== 'found') return { host };
  return {
    host: { ...host, addresses: answer.records.filter((address) => isUsableAddress(address, options)) },
  };
}

function isOurselves({ name, addresses }: MxHost, { hostname, ownAddresses }: MxOptions): boolean {
  const own = new Set(ownAddresses.map(normaliseAddress));
  return name === hostname || addresses.some((address) => own.has(normaliseAddress(address)));
}

function deferred(explanation: string): MxResult {
  return { kind: 'deferred', explanation };
}

function bounced(explanation: string): MxResult {
  return { kind: 'bounced', explanation };
}
