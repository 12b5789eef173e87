import { DnsError } from '../dns/index.ts';
import type { DomainRecord, RecordResolver } from './domain.ts';
import type { Answer, FoundMx, FoundPolicyHost } from './judge-records.ts';

/** MX hosts whose addresses are asked for: a zone may name thousands, and each would be two questions. */
const maxExamined = 20;

/** Names are compared in lower case and without the final dot (RFC 1035 §2.3.3). */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** The texts at a name, the strings of each joined (RFC 7208 §3.3). */
export async function lookUpTxt(resolver: RecordResolver, name: string): Promise<Answer<string>> {
  // The shape that the resolver gives for this type.
  const answer = await lookUp(resolver, name, 'TXT');
  if (answer.kind !== 'found') return answer;
  const records = answer.values as readonly (readonly string[])[];
  return { kind: 'found', values: records.map((strings) => strings.join('')) };
}

/** The MX hosts of the domain, and which of them is this installation. */
export async function lookUpMx(
  resolver: RecordResolver,
  { records, ourName }: { readonly records: readonly DomainRecord[]; readonly ourName: string },
): Promise<Answer<FoundMx>> {
  const record = records.find(({ purpose }) => purpose === 'mx');
  if (record === undefined) return { kind: 'none' };
  const answer = await resolver.resolveMx(record.name);
  if (answer.kind === 'failed') return answer;
  if (answer.kind !== 'found') return { kind: 'none' };
  const hosts = answer.records
    .map(({ exchange, priority }) => ({ exchange: plainName(exchange), preference: priority }))
    .toSorted((one, other) => one.preference - other.preference);
  if (hosts.some(({ exchange }) => exchange === ourName)) {
    return {
      kind: 'found',
      values: hosts.map((host) => ({ ...host, reachesUs: host.exchange === ourName })),
    };
  }
  return whichReachUs(resolver, hosts, ourName);
}

/** None has our name: some may have our addresses. Where one that might was not answered for, nothing can be said. */
async function whichReachUs(
  resolver: RecordResolver,
  hosts: readonly Omit<FoundMx, 'reachesUs'>[],
  ourName: string,
): Promise<Answer<FoundMx>> {
  const ours = await addressesOf(resolver, ourName);
  if (ours.kind === 'failed') return ours;
  const answers = await Promise.all(
    hosts.map(({ exchange }, index) => addressesOfHost(resolver, exchange, index)),
  );
  const reaches = answers.map((answer) => overlaps(answer, ours));
  const failed = answers.find(({ kind }) => kind === 'failed');
  if (!reaches.includes(true) && failed?.kind === 'failed') return failed;
  return {
    kind: 'found',
    values: hosts.map((host, index) => ({ ...host, reachesUs: reaches[index] === true })),
  };
}

/** Where the host leads that serves the policy of MTA-STS: by its alias, or else by its addresses. */
export async function lookUpPolicyHost(
  resolver: RecordResolver,
  { records, webHost }: { readonly records: readonly DomainRecord[]; readonly webHost: string },
): Promise<Answer<FoundPolicyHost>> {
  const record = records.find(({ purpose }) => purpose === 'mta_sts_host');
  if (record === undefined) return { kind: 'none' };
  const alias = await lookUp(resolver, record.name, 'CNAME');
  const target = alias.kind === 'found' ? plainName(String(alias.values[0])) : undefined;
  if (target === webHost) return { kind: 'found', values: [{ value: `${target}.`, reachesUs: true }] };
  const [found, ours] = await Promise.all([
    addressesOf(resolver, record.name),
    addressesOf(resolver, webHost),
  ]);
  if (found.kind === 'failed') return found;
  if (found.kind === 'none') {
    return target === undefined
      ? found
      : { kind: 'found', values: [{ value: `${target}.`, reachesUs: false }] };
  }
  if (ours.kind === 'failed') return ours;
  const reachesUs = overlaps(found, ours);
  const shown = target === undefined ? found.values : [`${target}.`];
  return { kind: 'found', values: shown.map((value) => ({ value, reachesUs })) };
}

const noAddresses: Answer<string> = { kind: 'none' };

/** A null MX has no addresses (RFC 7505 §3), and nobody looks at more hosts than {@link maxExamined}. */
async function addressesOfHost(
  resolver: RecordResolver,
  exchange: string,
  index: number,
): Promise<Answer<string>> {
  return exchange === '' || index >= maxExamined ? noAddresses : addressesOf(resolver, exchange);
}

function overlaps(one: Answer<string>, other: Answer<string>): boolean {
  if (one.kind !== 'found' || other.kind !== 'found') return false;
  return one.values.some((value) => other.values.includes(value));
}

async function addressesOf(resolver: RecordResolver, name: string): Promise<Answer<string>> {
  const answer = await resolver.resolveAddresses(name);
  if (answer.kind === 'found') return { kind: 'found', values: answer.records };
  return answer.kind === 'failed' ? answer : noAddresses;
}

async function lookUp(resolver: RecordResolver, name: string, rrtype: string): Promise<Answer<unknown>> {
  try {
    return { kind: 'found', values: await resolver.resolve(name, rrtype) };
  } catch (error) {
    // Expected: DnsError, for a name or type that does not exist and for servers that fail.
    if (!(error instanceof DnsError)) throw error;
    const isAbsent = error.code === 'ENOTFOUND' || error.code === 'ENODATA';
    return isAbsent ? { kind: 'none' } : { kind: 'failed', explanation: error.message };
  }
}
