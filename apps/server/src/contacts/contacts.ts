import { randomBytes } from 'node:crypto';
import { foldAddress, foldLocalPart, type Address } from '@smtpy/mail';
import { newId, type Queryable } from '../db/index.ts';
import { ReadThroughCache } from '../cache/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Contact, EnsureContact } from './contact.ts';
import { contactKey, cleanDisplayName, formatReplyLocalPart, replyRandomBytes } from './rules.ts';
import {
  findByReplyAddresses,
  findContact,
  insertContact,
  isReplyAddress,
  listContacts,
  loadContact,
} from './store.ts';

/**
 * A contact never changes; it can only be deleted with its alias. Delivering for this long with one that is gone does no
 * harm, and the time bounds how long.
 */
const contactLifetimeMs = 60_000;
/** How long a missing contact stays missing. */
const absenceLifetimeMs = 1_000;
/** About 500 bytes each, so 10 MiB at most in each of the two caches. */
const maxContacts = 20_000;
/** Two random local parts of 60 bits do not collide; a third try has no excuse. */
const insertTries = 3;

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
  /** Whether a local part of this domain, lower case, stands for a contact. */
  isReplyAddress(input: { readonly domainId: string; readonly localPart: string }): Promise<boolean>;
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
      return byAuthor.get(contactKey(wanted), () => ensure(dependencies, wanted));
    },
    load: (contactId) => byId.get(contactId, () => loadContact(db, contactId)),
    findByReplyAddresses: async (organizationId, addresses) =>
      addresses.length === 0 ? [] : findByReplyAddresses(db, organizationId, addresses.map(foldAddress)),
    list: (alias) => listContacts(db, alias),
    isReplyAddress: ({ domainId, localPart }) => isReplyAddress(db, domainId, localPart),
  };
}

/** Finds or makes a contact whose address is folded. */
async function ensure(
  { db, clock }: ContactsDependencies,
  input: EnsureContact & { readonly writtenTo: string },
): Promise<Contact> {
  for (let tries = 0; tries < insertTries; tries += 1) {
    const found = await findContact(db, input);
    if (found !== undefined) return found;
    const { organizationId, aliasId, domainId, domainName, address, writtenTo } = input;
    const id = newId();
    const replyLocalPart = formatReplyLocalPart(address, randomBytes(replyRandomBytes));
    const displayName = cleanDisplayName(input.displayName);
    const contact = {
      id,
      organizationId,
      aliasId,
      domainId,
      writtenTo,
      address,
      displayName,
      replyLocalPart,
      createdAt: clock.now(),
    };
    if (await insertContact(db, contact)) {
      return {
        id,
        organizationId,
        aliasId,
        writtenTo,
        address,
        replyAddress: { localPart: replyLocalPart, domain: domainName },
        displayName,
      };
    }
  }
  throw new Error(
    `no contact could be made for alias ${input.aliasId}: it is gone, not on domain ${input.domainId}, or a catch-all and not told what was written to`,
  );
}
