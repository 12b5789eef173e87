import { decodePhrase, formatAddress, isSameAddress } from '@smtpy/mail';
import { type Author, readReplyTo } from '../../forwarding/index.ts';
import type { InboundAlias, InboundContacts } from '../dependencies.ts';
import type { Arrival } from '../verdict/arrival.ts';
import { decisionFor, openRoutes } from '../verdict/recipient-decision.ts';

/** The contacts that one alias needs for a message. */
export interface ContactIds {
  readonly contactId: string;
  /** Of Reply-To, when that is another address than From. */
  readonly replyToContactId: string | undefined;
}

/** The contacts of a message. */
export interface MessageContacts {
  /** Of its author, by {@link aliasKey}. */
  readonly authors: ReadonlyMap<string, ContactIds>;
  /** Of the people it goes out to, by recipient. */
  readonly recipients: ReadonlyMap<string, string>;
}

/**
 * Makes sure of the contacts of an accepted message. Only for what will be sent on: refused, held and discarded mail leaves no contact
 * behind. Rejects when the database fails.
 */
export async function ensureContacts(arrival: Arrival, contacts: InboundContacts): Promise<MessageContacts> {
  const [authors, recipients] = await Promise.all([
    ensureAuthors(arrival, contacts),
    ensureRecipients(arrival, contacts),
  ]);
  return { authors, recipients };
}

/** Names an alias among the recipients; those of one catch-all are different by their address alone. */
export function aliasKey({ id, address }: InboundAlias): string {
  return `${id} ${formatAddress(address)}`;
}

async function ensureAuthors(
  arrival: Arrival,
  contacts: InboundContacts,
): Promise<ReadonlyMap<string, ContactIds>> {
  const { author, header, transaction, loopingAliasIds } = arrival;
  if (author.kind === 'missing') return new Map();
  const replyTo = readReplyTo(header);
  const sentOn = openRoutes(arrival).filter((route) => decisionFor(arrival, route).holdReason === undefined);
  const answers = transaction.routes.filter(
    (route) => route.kind === 'alias' && route.isAnswer === true && !loopingAliasIds.has(route.alias.id),
  );
  const aliases = new Map(
    [...sentOn, ...answers].flatMap((route) =>
      route.kind === 'alias' ? [[aliasKey(route.alias), route.alias]] : [],
    ),
  );
  const pairs = [...aliases.values()].map(async (alias): Promise<[string, ContactIds]> => {
    const contactId = await ensure(alias, author, contacts);
    const isOther = replyTo.kind === 'found' && !isSameAddress(replyTo.address, author.address);
    const replyToContactId = isOther ? await ensure(alias, replyTo, contacts) : undefined;
    return [aliasKey(alias), { contactId, replyToContactId }];
  });
  return new Map(await Promise.all(pairs));
}

/** Whom a proven sender writes to for the first time becomes a contact; the others are. */
async function ensureRecipients(
  { transaction, replyDecisions, loopingAliasIds }: Arrival,
  contacts: InboundContacts,
): Promise<ReadonlyMap<string, string>> {
  const pairs = transaction.routes.flatMap((route): readonly Promise<[string, string]>[] => {
    if (route.kind !== 'reply' || loopingAliasIds.has(route.alias.id)) return [];
    const { alias, contact, recipient } = route;
    if (contact.id !== undefined) return [Promise.resolve([recipient, contact.id])];
    if (replyDecisions.get(recipient)?.kind !== 'proven') return [];
    const named = { address: contact.address, phrase: Buffer.alloc(0) };
    return [ensure(alias, named, contacts).then((id) => [recipient, id])];
  });
  return new Map(await Promise.all(pairs));
}

async function ensure(
  alias: InboundAlias,
  author: Pick<Extract<Author, { kind: 'found' }>, 'address' | 'phrase'>,
  contacts: InboundContacts,
): Promise<string> {
  const displayName = decodePhrase(author.phrase);
  const { id } = await contacts.ensure({
    organizationId: alias.organizationId,
    aliasId: alias.id,
    domainId: alias.domainId,
    domainName: alias.domainName,
    address: author.address,
    ...(alias.isCatchAll && { writtenTo: alias.address.localPart }),
    ...(displayName === '' ? {} : { displayName }),
  });
  return id;
}
