import { type Address, foldAddress } from '@smtpy/mail';
import { takesLocalPart } from '../../aliases/index.ts';
import { readNewContactForm } from '../../contacts/index.ts';
import type { InboundAlias, InboundDirectory, InboundDomain, InboundEntry } from '../dependencies.ts';

/** How an address leads to an alias. */
export type AliasWay =
  | 'alias'
  /** `local+anything` of an alias `local`. */
  | 'plus'
  /** Nobody made it; the catch-all of its domain takes it. */
  | 'catch_all'
  /** The same, and it becomes an alias with the first message that is sent on. */
  | 'catch_all_created';

/** What an address is to us, with the addresses that stand for contacts nobody has made yet. */
export type ResolvedAddress =
  | Exclude<InboundEntry, { kind: 'alias' }>
  | { readonly kind: 'alias'; readonly alias: InboundAlias; readonly way: AliasWay }
  | { readonly kind: 'new_contact'; readonly alias: InboundAlias; readonly address: Address };

/**
 * Asks the directory; where it knows no such alias, the address may be `alias+user=dom.tld@domain`, `alias+anything@domain`, or one that
 * a catch-all takes, in this order. Rejects as the directory does.
 */
export async function resolveAddress(
  address: Address,
  directory: InboundDirectory,
): Promise<ResolvedAddress> {
  const entry = await directory.lookUp(address);
  if (entry.kind === 'alias') return { ...entry, way: 'alias' };
  if (entry.kind !== 'unknown_alias') return entry;
  for (const form of readNewContactForm(address)) {
    const named = await directory.lookUp(form.alias);
    if (named.kind === 'alias') return { kind: 'new_contact', alias: named.alias, address: form.contact };
  }
  return (
    (await findPlusBase(address, { directory, unknown: entry })) ??
    takeByCatchAll(foldAddress(address), entry.domain) ??
    entry
  );
}

async function findPlusBase(
  { localPart, domain }: Address,
  { directory, unknown }: { readonly directory: InboundDirectory; readonly unknown: ResolvedAddress },
): Promise<ResolvedAddress | undefined> {
  const plus = localPart.indexOf('+');
  // With a `=` it was to be a contact's address, which nobody could read.
  if (plus < 1 || localPart.includes('=')) return undefined;
  const base = await directory.lookUp({ localPart: localPart.slice(0, plus), domain });
  // A deleted base takes its variants along: no catch-all may bring them back.
  if (base.kind === 'deleted_alias') return base;
  if (base.kind === 'alias' && base.alias.plusAddressing)
    return { kind: 'alias', alias: base.alias, way: 'plus' };
  // What is in front of the plus is somebody's already, and nothing for a catch-all.
  return base.kind === 'alias' || base.kind === 'reply_address' ? unknown : undefined;
}

/** `new+anything@domain` is taken as `new@domain`. */
function takeByCatchAll(written: Address, { catchAll }: InboundDomain): ResolvedAddress | undefined {
  // With a `=` behind the plus it was to be a contact's address, of an alias that nobody made.
  if (written.localPart.includes('=')) return undefined;
  const [localPart = ''] = written.localPart.split('+', 1);
  if (catchAll === undefined || !takesLocalPart(catchAll.pattern, localPart)) return undefined;
  const alias = { ...catchAll.alias, address: { ...written, localPart } };
  return { kind: 'alias', alias, way: catchAll.mode === 'create' ? 'catch_all_created' : 'catch_all' };
}
