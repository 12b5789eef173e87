import ipaddr from 'ipaddr.js';

/** What leads nowhere on the Internet: the lists know nothing of it, and it is nobody's business. */
const privateRanges: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'private',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'broadcast',
  'multicast',
]);

/**
 * The labels that stand for an address in front of the zone of a list: octets of IPv4 in reverse (RFC 5782 §2.1), nibbles of IPv6 in
 * reverse (§2.4). An IPv4 address inside IPv6 counts as what it is. Undefined for what is not to be asked about, and for no address.
 */
export function labelsOf(ip: string): string | undefined {
  if (!ipaddr.isValid(ip)) return undefined;
  const address = ipaddr.process(ip);
  if (privateRanges.has(address.range())) return undefined;
  const octets = address.toByteArray();
  const parts = address.kind() === 'ipv4' ? octets.map(String) : octets.flatMap(nibblesOf);
  return parts.toReversed().join('.');
}

function nibblesOf(octet: number): readonly string[] {
  return [octet >> 4, octet & 15].map((nibble) => nibble.toString(16));
}

/**
 * What an A record says (RFC 5782 §2.1): in 127.0.0.0/8 it is a listing. Large lists keep 127.255.255.0/24 for telling that they refuse
 * to answer (wrong zone, public resolver, too many questions). Elsewhere it is the work of a wildcard, or of a list that has ended.
 */
export function isListing(record: string): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(record) && !record.startsWith('127.255.255.');
}
