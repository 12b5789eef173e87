import { addressKey, foldAddress, formatAddress, parseAddress } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import { differenceOf, type Audit } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { announceDirectoryChange } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Contacts } from './contacts.ts';
import { ensureContact } from './ensure-contact.ts';
import {
  deleteContact,
  findAliasPlace,
  findListed,
  updateDisplayName,
  type ListedContact,
} from './list-store.ts';
import { cleanDisplayName } from './rules.ts';

/**
 * The blocked senders of aliases, as far as a contact is one. They are told of here and not imported: what they need leads back to contacts.
 */
export interface ContactBlocks {
  add(block: {
    readonly organizationId: string;
    readonly aliasId: string;
    readonly verdict: 'block';
    readonly subject: string;
    readonly source: 'owner';
  }): Promise<{ readonly kind: 'added' } | { readonly kind: string; readonly reason: string }>;
  list(wanted: {
    readonly organizationId: string;
    readonly aliasId: string;
    readonly limit: number;
  }): Promise<
    readonly { readonly id: string; readonly subject: string; readonly verdict: 'block' | 'allow' }[]
  >;
  remove(entry: {
    readonly organizationId: string;
    readonly aliasId: string;
    readonly id: string;
  }): Promise<unknown>;
}

/** What editing needs. */
export interface EditingDependencies {
  readonly db: Db;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
  readonly contacts: Pick<Contacts, 'forget'>;
  readonly senders: ContactBlocks;
}

interface Acting {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** Why nothing was changed; `reason` is a sentence without its full stop. */
export type ContactRefusal =
  { readonly kind: 'unknown' } | { readonly kind: 'invalid_address' | 'too_many'; readonly reason: string };

/** The contact as it is now, or why it was not changed. */
export type ContactResult = { readonly kind: 'contact'; readonly contact: ListedContact } | ContactRefusal;

/** A contact to make. */
export interface CreateContact extends Acting {
  readonly aliasId: string;
  /** As typed. */
  readonly address: string;
  readonly displayName: string | undefined;
}

/** A contact to change; what is absent stays. */
export interface ChangeContact extends Acting {
  readonly contactId: string;
  /** Null: none. */
  readonly displayName?: string | null | undefined;
  readonly isBlocked?: boolean | undefined;
}

/** Makes a contact, or finds the one that the alias has. */
export function createContact(
  { db, clock, audit }: EditingDependencies,
  { organizationId, actor, aliasId, address: text, displayName }: CreateContact,
): Promise<ContactResult> {
  return db.joinedTransaction(async (tx) => {
    const place = await findAliasPlace(tx, { organizationId, aliasId });
    if (place === undefined) return { kind: 'unknown' };
    const address = parseAddress(text.trim());
    if (!address.ok)
      return { kind: 'invalid_address', reason: `"${text.trim()}" is not an address: ${address.reason}` };
    const wanted = { organizationId, aliasId, ...place, address: foldAddress(address.value), displayName };
    const { isNew, contact } = await ensureContact({ db: tx, clock }, { ...wanted, writtenTo: '' });
    const listed = await get(tx, { organizationId, contactId: contact.id });
    if (isNew)
      await audit.record(tx, {
        action: 'contact.created',
        actor,
        organizationId,
        subject: subjectOf(listed),
        after: { alias: listed.aliasAddress, ...factsOf(listed) },
      });
    return { kind: 'contact', contact: listed };
  });
}

/** Names a contact, or blocks it for its alias. */
export function changeContact(
  dependencies: EditingDependencies,
  { organizationId, actor, contactId, displayName, isBlocked }: ChangeContact,
): Promise<ContactResult> {
  const { db, audit, contacts } = dependencies;
  return db.joinedTransaction(async (tx) => {
    const before = await findListed(tx, { organizationId, contactId });
    if (before === undefined) return { kind: 'unknown' };
    if (displayName !== undefined) {
      const name = cleanDisplayName(displayName ?? undefined) ?? null;
      await updateDisplayName(tx, { organizationId, contactId, displayName: name });
    }
    const refusal = isBlocked === undefined ? undefined : await setBlocked(dependencies, before, isBlocked);
    if (refusal !== undefined) return refusal;
    const after = await get(tx, { organizationId, contactId });
    const difference = differenceOf(factsOf(before), factsOf(after));
    if (difference !== undefined)
      await audit.record(tx, {
        action: 'contact.changed',
        actor,
        organizationId,
        subject: subjectOf(after),
        ...difference,
      });
    contacts.forget(before.contact);
    return { kind: 'contact', contact: after };
  });
}

/** The block is an entry among the blocked senders of the alias; an allow of the same address stays. */
async function setBlocked(
  { senders }: EditingDependencies,
  { contact }: ListedContact,
  isBlocked: boolean,
): Promise<ContactRefusal | undefined> {
  const { organizationId, aliasId } = contact;
  const subject = addressKey(contact.address);
  if (isBlocked) {
    const added = await senders.add({ organizationId, aliasId, verdict: 'block', subject, source: 'owner' });
    return 'reason' in added ? { kind: 'too_many', reason: added.reason } : undefined;
  }
  const entries = await senders.list({ organizationId, aliasId, limit: maxEntries });
  for (const { id } of entries.filter((entry) => entry.subject === subject && entry.verdict === 'block'))
    await senders.remove({ organizationId, aliasId, id });
  return undefined;
}

/** As many entries as an organization can have. */
const maxEntries = 5_000;

/** Deletes a contact; false where the organization has no such contact. */
export function removeContact(
  { db, audit, contacts }: EditingDependencies,
  { organizationId, actor, contactId }: Acting & { readonly contactId: string },
): Promise<boolean> {
  return db.joinedTransaction(async (tx) => {
    const before = await findListed(tx, { organizationId, contactId });
    if (before === undefined) return false;
    await deleteContact(tx, { organizationId, contactId });
    // The entry of the reply address, which is on the domain of the alias.
    await announceDirectoryChange(tx, {
      subject: 'alias',
      name: addressKey(before.contact.replyAddress),
    });
    await audit.record(tx, {
      action: 'contact.deleted',
      actor,
      organizationId,
      subject: subjectOf(before),
      before: { alias: before.aliasAddress, ...factsOf(before) },
    });
    contacts.forget(before.contact);
    return true;
  });
}

async function get(
  tx: Tx,
  contact: { readonly organizationId: string; readonly contactId: string },
): Promise<ListedContact> {
  const listed = await findListed(tx, contact);
  if (listed === undefined) throw new Error('the contact is gone within the transaction that changed it');
  return listed;
}

function subjectOf({ contact }: ListedContact) {
  return { kind: 'contact', id: contact.id, label: formatAddress(contact.address) };
}

function factsOf({ contact, isBlocked }: ListedContact) {
  return {
    address: formatAddress(contact.address),
    display_name: contact.displayName ?? null,
    is_blocked: isBlocked,
  };
}
