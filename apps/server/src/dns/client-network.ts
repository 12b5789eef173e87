import ipaddr from 'ipaddr.js';

/** Groups of 16 bits of a /64: what a provider gives to one customer at least (RFC 6177 §2). */
const ipv6Groups = 4;

/** What counts as one client: an IPv4 address, or an IPv6 network of 64 bits, in which a client has as many addresses as it likes. */
export function clientKey(ip: string): string {
  const address = parse(ip);
  if (address === undefined) return ip;
  return address instanceof ipaddr.IPv6 ? networkOfIpv6(address) : address.toString();
}

/**
 * The network of a client: a /24 of IPv4, in which one tenant of a hosting provider easily has many addresses and pools of mail hosts lie,
 * and a /64 of IPv6, in which everyone has more than can be counted.
 */
export function networkOf(ip: string): string {
  const address = parse(ip);
  if (address === undefined) return ip;
  return address instanceof ipaddr.IPv6
    ? networkOfIpv6(address)
    : `${address.octets.slice(0, 3).join('.')}.0/24`;
}

function networkOfIpv6({ parts }: ipaddr.IPv6): string {
  const groups = parts.slice(0, ipv6Groups).map((group) => group.toString(16));
  return `${groups.join(':')}::/64`;
}

/** IPv4 in the clothes of IPv6 is IPv4. */
function parse(ip: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  return ipaddr.isValid(ip) ? ipaddr.process(ip) : undefined;
}
