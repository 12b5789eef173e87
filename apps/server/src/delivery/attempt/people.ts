import { addressKey, decodePhrase, foldLocalPart, isSameAddress, type Address } from '@smtpy/mail';
import { listPeople, type Person } from '../../forwarding/index.ts';
import type { Correspondent, EnsureContacts, FindByReplyAddress } from './contacts.ts';
import type { Identified } from './load-identities.ts';
import { continueWith, type Step } from './step.ts';

/** Where the people of a message come from. */
export interface PeopleLoaders {
  readonly ensureContacts: EnsureContacts;
  readonly findByReplyAddress: FindByReplyAddress;
}

/** With the people whom To and Cc name beside the alias. */
export interface Peopled extends Identified {
  /** What stands for somebody whom the message names; undefined for those who are shown as they are. */
  readonly replyAddressOf: (address: Address) => Address | undefined;
}

/**
 * Whoever answers all of a message with more names does not write to acquaintances; and one message must not be able to make any
 * number of contacts.
 */
const maxPeople = 25;

/**
 * Finds what stands for each person in To and Cc, so that an answer to all of them goes through the alias too. Where there are too
 * many, all stay as they are: an answer to some of them through the alias and to others past it would show both addresses.
 */
export function loadPeople(loaders: PeopleLoaders): Step<Identified, Peopled> {
  return async (state) => {
    const named = listPeople(state.header).map(toCorrespondent);
    const strangers = await listStrangers(named, state, loaders);
    const people = strangers.length > maxPeople ? [] : strangers;
    return continueWith({ ...state, replyAddressOf: await ensureReplyAddresses(people, state, loaders) });
  };
}

/** Makes contacts for people; gives what stands for each of them. */
export async function ensureReplyAddresses(
  people: readonly Correspondent[],
  { aliasId, sentAs }: Identified,
  { ensureContacts }: PeopleLoaders,
): Promise<Peopled['replyAddressOf']> {
  const contacts = people.length === 0 ? [] : await ensureContacts(aliasId, people, sentAs);
  const replyAddresses = new Map(
    contacts.map(({ address, replyAddress }) => [addressKey(address), replyAddress]),
  );
  return (address) => replyAddresses.get(addressKey(address));
}

/** Those of `people` who are somebody else: not the alias, not the mailbox, and no reply address of ours. */
export async function listStrangers(
  people: readonly Correspondent[],
  { aliasAddress, delivery, destination }: Identified,
  { findByReplyAddress }: PeopleLoaders,
): Promise<readonly Correspondent[]> {
  const others = people.filter(
    ({ address }) => !isAlias(address, aliasAddress) && !isSameAddress(address, destination),
  );
  const onDomain = others.filter(({ address }) => address.domain === aliasAddress.domain);
  if (onDomain.length === 0) return others;
  const own = await findByReplyAddress(
    delivery.organizationId,
    onDomain.map(({ address }) => address),
  );
  const ownKeys = new Set(own.map(({ replyAddress }) => addressKey(replyAddress)));
  return others.filter(({ address }) => !ownKeys.has(addressKey(address)));
}

function toCorrespondent({ address, phrase }: Person): Correspondent {
  return { address, displayName: decodePhrase(phrase) };
}

/** The alias, or one of its forms with something after a plus sign. */
function isAlias(address: Address, alias: Address): boolean {
  const [local, aliasLocal] = [foldLocalPart(address.localPart), foldLocalPart(alias.localPart)];
  return address.domain === alias.domain && (local === aliasLocal || local.startsWith(`${aliasLocal}+`));
}
