import { addressKey, type Address, type DomainName, formatAddress, parseAddress } from '@smtpy/mail';
import type { BouncedDelivery, InboundAlias, InboundContact, InboundEntry } from '../dependencies.ts';

/** Two domains of two organizations, and one that is suspended. */
export const organizations = {
  first: '00000000-0000-7000-8000-0000000000a1',
  second: '00000000-0000-7000-8000-0000000000a2',
};

const ownDomains: ReadonlySet<string> = new Set(['alias.example', 'second.example']);

/** Makes an alias of the first organization, unless told otherwise. */
export function makeAlias(
  address: string,
  changes: Partial<InboundAlias> & { readonly to?: readonly string[] } = {},
): InboundAlias {
  const { to = ['jane@mailbox.example'], ...rest } = changes;
  const parsed = toAddress(address);
  return {
    id: `alias:${address}`,
    organizationId: organizations.first,
    domainId: `domain:${parsed.domain}`,
    domainName: parsed.domain,
    address: parsed,
    isEnabled: true,
    whenDisabled: 'refuse',
    mode: 'rewrite',
    mailboxes: to.map((mailbox) => ({
      id: `mailbox:${mailbox}`,
      address: toAddress(mailbox),
      isPaused: false,
    })),
    isCatchAll: false,
    plusAddressing: true,
    expiresAt: undefined,
    messagesLeft: undefined,
    pinning: 'off',
    holdsForPreview: false,
    ...rest,
  };
}

/** The alias with all its mailboxes paused, but for those named. */
export function withPausedMailboxes(alias: InboundAlias, working: readonly string[] = []): InboundAlias {
  return {
    ...alias,
    mailboxes: alias.mailboxes.map((mailbox) => ({
      ...mailbox,
      isPaused: !working.includes(formatAddress(mailbox.address)),
    })),
  };
}

/** A contact of an alias, with the id that the world's contacts give it. */
function makeContact(alias: InboundAlias, address: string): InboundContact {
  return { id: `contact:${alias.id}:${address}`, address: toAddress(address) };
}

/** A delivery of ours that a return path may name, of `shop@alias.example` to or from its mailbox, unless told otherwise. */
export function makeDelivery(id: string, changes: Partial<BouncedDelivery> = {}): BouncedDelivery {
  const alias = makeAlias('shop@alias.example');
  return {
    id,
    kind: 'forward',
    messageId: `message:${id}`,
    organizationId: organizations.first,
    aliasId: alias.id,
    contactId: makeContact(alias, 'bob@contact.example').id,
    mailboxId: 'mailbox:jane@mailbox.example',
    sentAs: 'shop@alias.example',
    ...changes,
  };
}

/** An address that is known to be one. */
export function toAddress(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.value;
}

/** Reply addresses, with whom they stand for and the alias they belong to. */
const replyAddresses = [
  ['r-bob@alias.example', 'bob@contact.example', 'shop@alias.example'],
  ['r-ann@alias.example', 'ann@contact.example', 'shop@alias.example'],
  ['r-bob-of-pair@alias.example', 'bob@contact.example', 'pair@alias.example'],
  ['r-bob-of-off@alias.example', 'bob@contact.example', 'off@alias.example'],
  ['r-bob-of-unconfirmed@alias.example', 'bob@contact.example', 'unconfirmed@alias.example'],
  ['r-bob@second.example', 'bob@contact.example', 'sales@second.example'],
] as const;

/** The entries that every world begins with. */
export function firstEntries(): Map<string, InboundEntry> {
  const aliases = [
    makeAlias('shop@alias.example'),
    makeAlias('pair@alias.example', { to: ['jane@mailbox.example', 'joe@mailbox.example'] }),
    makeAlias('other@alias.example', { to: ['joe@mailbox.example'] }),
    makeAlias('off@alias.example', { isEnabled: false }),
    makeAlias('silent@alias.example', { isEnabled: false, whenDisabled: 'discard' }),
    makeAlias('unconfirmed@alias.example', { to: [] }),
    makeAlias('sales@second.example', { organizationId: organizations.second }),
  ];
  const entries = new Map<string, InboundEntry>(
    aliases.map((alias) => [formatAddress(alias.address), { kind: 'alias', alias }]),
  );
  entries.set('gone@alias.example', {
    kind: 'deleted_alias',
    organizationId: organizations.first,
    aliasId: 'alias:gone@alias.example',
  });
  for (const [replyAddress, contact, of] of replyAddresses) {
    const entry = entries.get(of);
    if (entry?.kind !== 'alias') throw new Error(`no alias ${of}`);
    const { alias } = entry;
    entries.set(replyAddress, { kind: 'reply_address', contact: makeContact(alias, contact), alias });
  }
  entries.set('paused@alias.example', {
    kind: 'alias',
    alias: withPausedMailboxes(makeAlias('paused@alias.example')),
  });
  entries.set('any@suspended.example', {
    kind: 'suspended_domain',
    organizationId: organizations.first,
  });
  return entries;
}

/** What the directory says of an address. `failing@alias.example` breaks it. */
export function findEntry(entries: ReadonlyMap<string, InboundEntry>, address: Address): InboundEntry {
  const key = addressKey(address);
  if (key === 'failing@alias.example') throw new Error('the database is gone');
  return entries.get(key) ?? unknownEntry(address);
}

function unknownEntry({ domain }: Address): InboundEntry {
  if (!ownDomains.has(domain)) return { kind: 'unknown_domain' };
  const organizationId = domain === 'second.example' ? organizations.second : organizations.first;
  return { kind: 'unknown_alias', domain: { id: `domain:${domain}`, name: domain, organizationId } };
}

/** A contact by id, among those that have a reply address. */
export function findContact(
  entries: ReadonlyMap<string, InboundEntry>,
  contactId: string,
): InboundContact | undefined {
  return [...entries.values()]
    .flatMap((entry) => (entry.kind === 'reply_address' ? [entry.contact] : []))
    .find(({ id }) => id === contactId);
}

/** A domain name that is known to be one. */
export function toDomain(name: string): DomainName {
  return toAddress(`x@${name}`).domain;
}
