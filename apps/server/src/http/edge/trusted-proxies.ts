import { BlockList, isIP, isIPv6 } from 'node:net';

/** Tells whether an address is one of these addresses or in one of these networks; IPv4 in the clothes of IPv6 is IPv4. */
export function createProxyCheck(proxies: readonly string[]): (ip: string | undefined) => boolean {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = familyOf(address);
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (ip) => ip !== undefined && isIP(ip) !== 0 && list.check(ip, familyOf(ip));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
