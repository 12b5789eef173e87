import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IPv4 networks that are not the public Internet (RFC 6890, the IANA registry of special-purpose addresses). */
const specialIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/** Global unicast; everything outside of it is local, mapped, or nothing. */
const globalIpv6 = ['2000::', 3] as const;

/** Inside of that: protocol assignments with Teredo, documentation, and 6to4, which leads to any IPv4 address. */
const specialIpv6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [network, prefix] of specialIpv4) special.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of specialIpv6) special.addSubnet(network, prefix, 'ipv6');
const global = new BlockList();
global.addSubnet(...globalIpv6, 'ipv6');

/** Whether an address belongs to the public Internet, so that connecting to it reaches nothing of ours. False for what is none. */
export function isPublicAddress(ip: string): boolean {
  if (isIPv4(ip)) return !special.check(ip, 'ipv4');
  return isIPv6(ip) && !ip.includes('%') && global.check(ip, 'ipv6') && !special.check(ip, 'ipv6');
}
