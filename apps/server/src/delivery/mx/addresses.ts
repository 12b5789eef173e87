import ipaddr from 'ipaddr.js';

/** Ranges that name no host elsewhere; mail sent there would reach this machine, its neighbours on the link, or nobody. */
const unusableRanges: ReadonlySet<string> = new Set([
  'unspecified',
  'loopback',
  'linkLocal',
  'multicast',
  'broadcast',
  'reserved',
]);

/**
 * Whether mail may be sent directly to an address that DNS gave. Private networks are allowed: mail servers live there.
 * `allowsLoopback` is for a DNS server on this machine, as in tests, whose zones are the operator's own.
 */
export function isUsableAddress(
  address: string,
  { allowsLoopback }: { readonly allowsLoopback: boolean },
): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns an IPv4 address inside IPv6 (::ffff:127.0.0.1) into what it stands for.
  const range = ipaddr.process(address).range();
  return range === 'loopback' ? allowsLoopback : !unusableRanges.has(range);
}

/** One spelling for each address, for comparing. Text that is no address is returned as it is. */
export function normaliseAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}
