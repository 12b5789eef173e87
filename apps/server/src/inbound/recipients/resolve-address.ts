import type { Address } from '@smtpy/mail';
import type { InboundAlias, InboundDirectory, InboundEntry } from '../dependencies.ts';
import { readNewContactForm } from '../../contacts/index.ts';

/** What an address is to us, with the addresses that stand for contacts nobody has made yet. */
export type ResolvedAddress =
  InboundEntry | { readonly kind: 'new_contact'; readonly alias: InboundAlias; readonly address: Address };

/** Asks the directory, and reads `alias+user=dom.tld@domain` where there is no alias of that whole name. Rejects as it does. */
export async function resolveAddress(
  address: Address,
  directory: InboundDirectory,
): Promise<ResolvedAddress> {
  const entry = await directory.lookUp(address);
  if (entry.kind !== 'unknown_alias') return entry;
  for (const form of readNewContactForm(address)) {
    const named = await directory.lookUp(form.alias);
    if (named.kind === 'alias') return { kind: 'new_contact', alias: named.alias, address: form.contact };
  }
  return entry;
}
