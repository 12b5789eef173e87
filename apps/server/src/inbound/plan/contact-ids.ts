import { type Address, decodePhrase, formatAddress } from '@smtpy/mail';
import { type Author, readReplyTo } from '../../forwarding/index.ts';
import type { InboundAlias, InboundContacts } from '../dependencies.ts';
import type { Arrival } from '../verdict/arrival.ts';

/** The contacts that one alias needs for a message. */
export interface ContactIds {
  readonly contactId: string;
  /** Of Reply-To, when that is another address than From. */
  readonly replyToContactId: string | undefined;
}

/**
 * Makes sure of the contacts of an accepted message, by alias id. Only for aliases that will send it on: refused or discarded mail
 * leaves no contact behind. Rejects when the database fails.
 */
export async function ensureContacts(
  arrival: Arrival,
  contacts: InboundContacts,
): Promise<ReadonlyMap<string, ContactIds>> {
  const { author, header, transaction, loopingAliasIds } = arrival;
  if (author.kind === 'missing') return new Map();
  const replyTo = readReplyTo(header);
  const aliases = new Map(
    transaction.routes.flatMap((route) =>
      route.kind === 'alias' && !loopingAliasIds.has(route.alias.id) ? [[route.alias.id, route.alias]] : [],
    ),
  );
  const pairs = [...aliases.values()].map(async (alias): Promise<[string, ContactIds]> => {
    const contactId = await ensure(alias, author, contacts);
    const isOther = replyTo.kind === 'found' && !isSame(replyTo.address, author.address);
    const replyToContactId = isOther ? await ensure(alias, replyTo, contacts) : undefined;
    return [alias.id, { contactId, replyToContactId }];
  });
  return new Map(await Promise.all(pairs));
}

async function ensure(
  alias: InboundAlias,
  author: Extract<Author, { kind: 'found' }>,
  contacts: InboundContacts,
): Promise<string> {
  const displayName = decodePhrase(author.phrase);
  const { id } = await contacts.ensure({
    organizationId: alias.organizationId,
    aliasId: alias.id,
    domainId: alias.domainId,
    domainName: alias.domainName,
    address: author.address,
    ...(displayName === '' ? {} : { displayName }),
  });
  return id;
}

/** Contacts fold case, so addresses that differ in it alone are one. */
function isSame(one: Address, other: Address): boolean {
  return formatAddress(one).toLowerCase() === formatAddress(other).toLowerCase();
}
