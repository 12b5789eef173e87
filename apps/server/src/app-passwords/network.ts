import ipaddr from 'ipaddr.js';

/** Groups of 16 bits of a /64: what a provider gives to one customer at least (RFC 6177 §2). */
const ipv6Groups = 4;

/**
 * The network that failures of a client count for: a /24 of IPv4, in which one tenant of a hosting provider easily has many
 * addresses, and a /64 of IPv6, in which everyone has more than can be counted.
 */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv6) {
    const groups = address.parts.slice(0, ipv6Groups).map((group) => group.toString(16));
    return `${groups.join(':')}::/64`;
  }
  return `${address.octets.slice(0, 3).join('.')}.0/24`;
}
