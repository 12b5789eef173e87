import { type Address, addressKey, isSameAddress } from '@smtpy/mail';
import type { InboundAlias } from '../dependencies.ts';
import type { ResolvedAddress } from '../recipients/resolve-address.ts';

/** Addresses in To and Cc that are looked up; honest answers to everybody have fewer, and each may cost a look-up. */
const maxLookedUp = 50;

/**
 * Whether somebody of `people` gets the mail past the alias, and so sees the mailbox's address. That is everybody but the mailboxes of the
 * alias, reply addresses, and aliases of the same organization; another organization's alias is a stranger's. Beyond 50 addresses
 * nobody looks, and the answer is yes. Rejects when the database fails.
 */
export async function hasBystander(
  people: readonly Address[],
  alias: InboundAlias,
  resolve: (address: Address) => Promise<ResolvedAddress>,
): Promise<boolean> {
  const others = people.filter(
    (person) => !alias.mailboxes.some(({ address }) => isSameAddress(address, person)),
  );
  const distinct = new Map(others.map((person) => [addressKey(person), person]));
  if (distinct.size > maxLookedUp) return true;
  for (const person of distinct.values()) {
    if (!isMasked(await resolve(person), alias)) return true;
  }
  return false;
}

function isMasked(entry: ResolvedAddress, { organizationId }: InboundAlias): boolean {
  switch (entry.kind) {
    case 'reply_address':
    case 'new_contact':
    case 'alias':
      return entry.alias.organizationId === organizationId;
    case 'unknown_alias':
    case 'deleted_alias':
    case 'suspended_domain':
    case 'unknown_domain':
      return false;
  }
}
