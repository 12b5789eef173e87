import ipaddr from 'ipaddr.js';

/** Groups of 16 bits that belong to one customer: a /64, the smallest network that is given to anyone (RFC 6177 §2). */
const customerGroups = 4;

/** What counts as one client: an IPv4 address, or an IPv6 network of 64 bits, in which a client has as many addresses as it likes. */
export function clientKey(ip: string): string {
  if (!ipaddr.IPv6.isValid(ip)) return ip;
  const address = ipaddr.IPv6.parse(ip);
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  return address.parts
    .slice(0, customerGroups)
    .map((group) => group.toString(16))
    .join(':');
}
