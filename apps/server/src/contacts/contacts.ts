import { foldAddress, foldLocalPart, type Address } from '@smtpy/mail';
import type { Queryable } from '../db/index.ts';
import { ReadThroughCache } from '../cache/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Contact, EnsureContact } from './contact.ts';
import { ensureContact } from './ensure-contact.ts';
import { contactKey } from './rules.ts';
import { findByReplyAddresses, isReplyAddress, listContacts, loadContact } from './store.ts';

/**
 * The addresses of a contact never change; it can be named anew and deleted. For this long a process may show an old name, or give out the
 * reply address of a contact that is gone: answers to that are refused, so that whoever wrote them hears of it.
 */
const contactLifetimeMs = 60_000;
/** How long a missing contact stays missing. */
const absenceLifetimeMs = 1_000;
/** About 500 bytes each, so 10 MiB at most in each of the two caches. */
const maxContacts = 20_000;

/** What {@link createContacts} needs. */
export interface ContactsDependencies {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** Contacts of aliases. */
export interface Contacts {
  /** The contact of an author, made on first sight. */
  ensure(input: EnsureContact): Promise<Contact>;
  /** By id; undefined when it was deleted with its alias. */
  load(contactId: string): Promise<Contact | undefined>;
  /**
   * The contacts that addresses of one organization's domains stand for, in any case and order; what is no reply address is left
   * out. One round trip however many.
   */
  findByReplyAddresses(organizationId: string, addresses: readonly Address[]): Promise<readonly Contact[]>;
  /** Of one alias, in the order in which they were made. */
  list(alias: { readonly organizationId: string; readonly aliasId: string }): Promise<readonly Contact[]>;
  /** Whether a local part of this domain, lower case, stands for a contact or has ever done so. */
  isReplyAddress(input: { readonly domainId: string; readonly localPart: string }): Promise<boolean>;
  /** Drops what this process has kept of a contact that was changed or deleted; others follow within a minute. */
  forget(contact: Contact): void;
}

/** Contacts on a database. */
export function createContacts(dependencies: ContactsDependencies): Contacts {
  const { db, clock } = dependencies;
  const byAuthor = new ReadThroughCache<Contact>({
    maxEntries: maxContacts,
    lifetimeMs: () => contactLifetimeMs,
    clock,
  });
  const byId = new ReadThroughCache<Contact | undefined>({
    maxEntries: maxContacts,
    lifetimeMs: (contact) => (contact === undefined ? absenceLifetimeMs : contactLifetimeMs),
    clock,
  });
  return {
    ensure: (input) => {
      const address = foldAddress(input.address);
      const wanted = { ...input, address, writtenTo: foldLocalPart(input.writtenTo ?? '') };
      return byAuthor.get(
        contactKey(wanted),
        async () => (await ensureContact(dependencies, wanted)).contact,
      );
    },
    load: (contactId) => byId.get(contactId, () => loadContact(db, contactId)),
    findByReplyAddresses: async (organizationId, addresses) =>
      addresses.length === 0 ? [] : findByReplyAddresses(db, organizationId, addresses.map(foldAddress)),
    list: (alias) => listContacts(db, alias),
    isReplyAddress: ({ domainId, localPart }) => isReplyAddress(db, domainId, localPart),
    forget: (contact) => {
      byAuthor.forget(contactKey(contact));
      byId.forget(contact.id);
    },
  };
}
