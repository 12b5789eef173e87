import ipaddr from 'ipaddr.js';
import type { DnsResolver } from '../dns/index.ts';
import { withinDeadline } from './deadline.ts';
import { clientNameTimeoutMs } from './limits.ts';

/** Names of a reverse zone that are asked forward: an owner may list hundreds. */
const maxNames = 3;

/**
 * The reverse DNS name of a client, proven forward (RFC 8601 §2.7.3 calls this iprev). Undefined when there is none, or none
 * within two seconds. Never rejects.
 */
export async function findClientName(
  ip: string,
  resolver: Pick<DnsResolver, 'resolveAddresses' | 'reverse'>,
): Promise<string | undefined> {
  try {
    return await withinDeadline(prove(ip, resolver), { timeoutMs: clientNameTimeoutMs, what: 'reverse DNS' });
  } catch {
    // Expected: DeadlineError. The name is decoration, so nothing else is worth more than doing without.
    return undefined;
  }
}

async function prove(
  ip: string,
  resolver: Pick<DnsResolver, 'resolveAddresses' | 'reverse'>,
): Promise<string | undefined> {
  const names = await resolver.reverse(ip);
  if (names.kind !== 'found') return undefined;
  const wanted = canonical(ip);
  for (const name of names.records.slice(0, maxNames)) {
    const addresses = await resolver.resolveAddresses(name);
    if (addresses.kind === 'found' && addresses.records.some((address) => canonical(address) === wanted))
      return name;
  }
  return undefined;
}

function canonical(ip: string): string {
  return ipaddr.isValid(ip) ? ipaddr.process(ip).toString() : ip;
}
