import type { MxRecord } from '../../dns/index.ts';

/** A host that may take the mail of a domain, with the addresses to dial in order. */
export interface MxHost {
  readonly name: string;
  readonly preference: number;
  readonly addresses: readonly string[];
}

/** Enough that a domain with one dead site is reached through another, few enough that an attempt ends. */
const maxHosts = 5;
const maxAddressesPerHost = 4;
const maxAddresses = 10;

/** Whether the domain says that it takes no mail: a single MX with an empty name (RFC 7505 §3). */
export function isNullMx(records: readonly MxRecord[]): boolean {
  return records.length > 0 && records.every(({ exchange }) => exchange === '' || exchange === '.');
}

/**
 * RFC 5321 §5.1: lower preference values first, equal ones in random order, so that their load is shared.
 * `random` gives numbers from 0 up to 1.
 */
export function sortByPreference(records: readonly MxRecord[], random: () => number): readonly MxRecord[] {
  return records
    .map((record) => ({ record, lot: random() }))
    .sort((a, b) => a.record.priority - b.record.priority || a.lot - b.lot)
    .map(({ record }) => record);
}

/**
 * RFC 5321 §5.1: where one of the hosts is ourselves, only hosts that are more preferred may be sent to; any other would
 * send the mail back.
 */
export function withoutOurselves(
  hosts: readonly MxHost[],
  isOurselves: (host: MxHost) => boolean,
): readonly MxHost[] {
  const ourPreference = Math.min(...hosts.filter(isOurselves).map(({ preference }) => preference));
  return hosts.filter(({ preference }) => preference < ourPreference);
}

/** What one attempt tries: at most 5 hosts and 10 addresses. */
export function limitToOneAttempt(hosts: readonly MxHost[]): readonly MxHost[] {
  let left = maxAddresses;
  return hosts
    .slice(0, maxHosts)
    .map((host) => {
      const addresses = host.addresses.slice(0, Math.min(left, maxAddressesPerHost));
      left -= addresses.length;
      return { ...host, addresses };
    })
    .filter(({ addresses }) => addresses.length > 0);
}
