import { addressKey, isSameAddress, parseAddress, type Address } from '@smtpy/mail';
import { readNewContactForm } from '../../contacts/index.ts';
import { listMessageIds, listPeople } from '../../forwarding/index.ts';
import type { ContactIdentity, ContactLoaders, FindByReplyAddress } from './contacts.ts';
import type { Underwritten } from './load-signer.ts';
import { continueWith, deferred, type Step } from './step.ts';

/** An alias as those see it whom it writes to, and the mailboxes that they must not see. */
export interface AliasIdentity {
  readonly address: Address;
  /** What From shows beside the address; undefined: the address alone. */
  readonly displayName: string | undefined;
  readonly mailboxes: readonly { readonly address: Address }[];
}

/** Where those come from who write to each other. */
export interface CorrespondentLoaders extends ContactLoaders {
  /** Whatever its state; undefined when there is none. Its address is that of the delivery. */
  readonly loadAlias: (aliasId: string) => Promise<Omit<AliasIdentity, 'address'> | undefined>;
  readonly findByReplyAddress: FindByReplyAddress;
  /** Those of the message ids, with their angle brackets, under which messages came in for the alias. */
  readonly findReceivedIds: (aliasId: string, messageIds: readonly string[]) => Promise<readonly string[]>;
}

/** With both sides of a reply. */
export interface Corresponding extends Underwritten {
  readonly aliasId: string;
  readonly alias: AliasIdentity;
  /** The real address behind a reply address that the message names; undefined for every other address. */
  readonly realAddressOf: (address: Address) => Address | undefined;
  /** Those of the ids that the message refers to which others made, as far as is known. */
  readonly receivedIds: ReadonlySet<string>;
}

/** Finds the alias that writes, the contact that is written to, and whom else the message names by a reply address. */
export function loadCorrespondents(loaders: CorrespondentLoaders): Step<Underwritten, Corresponding> {
  return async (state) => {
    const { aliasId } = state.delivery;
    const loaded = aliasId === undefined ? undefined : await loaders.loadAlias(aliasId);
    if (aliasId === undefined || loaded === undefined)
      return deferred('identities', 'the alias does not exist');
    // That of a catch-all stands for many addresses: it writes under the one that this delivery is of.
    const alias = { ...loaded, address: state.sentAs };
    const named = listPeople(state.header).map(({ address }) => address);
    const [contact, others, receivedIds] = await Promise.all([
      ensureContact(state, { aliasId, address: state.destination }, loaders),
      named.length === 0 ? [] : loaders.findByReplyAddress(state.delivery.organizationId, named),
      findReceivedIds(state, aliasId, loaders),
    ]);
    const known = [...others, ...(contact === undefined ? [] : [contact])];
    const realAddresses = new Map<string, Address>([
      ...named.flatMap((address) => readPlusForm(address, alias.address)),
      ...known.map(({ address, replyAddress }) => [addressKey(replyAddress), address] as const),
      ...recipientOf(state),
    ]);
    const realAddressOf = (address: Address) => realAddresses.get(addressKey(address));
    return continueWith({ ...state, aliasId, alias, realAddressOf, receivedIds: new Set(receivedIds) });
  };
}

/** RFC 5322 §3.6.4 has References grow with the thread; what is further back than this is not looked up. */
const maxReferences = 50;

async function findReceivedIds(
  { header }: Underwritten,
  aliasId: string,
  loaders: CorrespondentLoaders,
): Promise<readonly string[]> {
  const ids = ['in-reply-to', 'references'].flatMap((name) =>
    listMessageIds(header, name).slice(-maxReferences),
  );
  return ids.length === 0 ? [] : loaders.findReceivedIds(aliasId, [...new Set(ids)]);
}

/**
 * The contact written to. Made now when it is gone, or when the form `alias+user=dom.tld@domain` was let go after it had been held:
 * the answer needs somebody to come from.
 */
async function ensureContact(
  { delivery: { contactId }, sentAs }: Underwritten,
  wanted: { readonly aliasId: string; readonly address: Address },
  { loadContact, ensureContacts }: ContactLoaders,
): Promise<ContactIdentity | undefined> {
  const known = contactId === undefined ? undefined : await loadContact(contactId);
  if (known !== undefined) return known;
  const [made] = await ensureContacts(wanted.aliasId, [{ address: wanted.address }], sentAs);
  return made;
}

/** The address that this delivery was accepted for stands for its destination, in whatever form it was written. */
function recipientOf({
  delivery,
  destination,
  sentAs,
}: Underwritten): readonly (readonly [string, Address])[] {
  const recipient = parseAddress(delivery.recipient);
  const isSomebodyOutside = recipient.ok && !isSameAddress(recipient.value, sentAs);
  return isSomebodyOutside ? [[addressKey(recipient.value), destination]] : [];
}

/** `alias+user=dom.tld@domain` stands for `user@dom.tld`, as at RCPT. */
function readPlusForm(address: Address, alias: Address): readonly (readonly [string, Address])[] {
  const form = readNewContactForm(address).find((each) => isSameAddress(each.alias, alias));
  return form === undefined ? [] : [[addressKey(address), form.contact]];
}
