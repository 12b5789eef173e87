import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import type { AllowsAddress } from './target.ts';

/** Public addresses, and those of the networks (`address` or `address/prefix`) besides: for receivers on the machine of a test. */
export function allowNetworks(networks: readonly string[]): AllowsAddress {
  const allowed = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    allowed.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return (ip) => {
    if (isPublicAddress(ip)) return true;
    if (isIPv4(ip)) return allowed.check(ip, 'ipv4');
    // `check` takes an IPv4-mapped address for the IPv4 address in it, which nobody allowed.
    return (
      isIPv6(ip) &&
      !ip.includes('%') &&
      !ip.includes('.') &&
      !/^::ffff:/i.test(ip) &&
      allowed.check(ip, 'ipv6')
    );
  };
}
