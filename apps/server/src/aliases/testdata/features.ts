import { randomBytes } from 'node:crypto';
import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { createContacts, type Contacts } from '../../contacts/index.ts';
import { createSealer } from '../../db/index.ts';
import { createDomains, type Domain, type Domains } from '../../domains/index.ts';
import { createMailboxes, type Mailboxes } from '../../mailboxes/index.ts';
import { systemClock } from '../../observe/index.ts';
import { createAliases, createPins, type Alias, type Aliases, type Pins } from '../index.ts';

/** The features around aliases on a database of their own, with two organizations, each with a confirmed mailbox. */
export interface AliasBench extends OpenTestDatabase {
  readonly domains: Domains;
  readonly mailboxes: Mailboxes;
  readonly contacts: Contacts;
  readonly aliases: Aliases;
  readonly pins: Pins;
  /** The organizations: `jane@provider.example` is the mailbox of the first, `john@provider.example` of the other. */
  readonly jane: string;
  readonly john: string;
  /** Adds an active domain of Jane's. */
  addDomain(name: string): Promise<Domain>;
  /** Adds an alias of Jane's. */
  add(address: string): Promise<Alias>;
}

/** Opens it. */
export async function openAliasBench(): Promise<AliasBench> {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  const domains = createDomains({ db, clock, sealer: createSealer(randomBytes(32)) });
  const mailboxes = createMailboxes({ db, clock, domains });
  const contacts = createContacts({ db, clock });
  const aliases = createAliases({ db, clock, domains, mailboxes, contacts });
  const jane = (await createOwner(db, 'jane')).organizationId;
  const john = (await createOwner(db, 'john')).organizationId;
  for (const [organizationId, name] of [[jane, 'jane'] as const, [john, 'john'] as const])
    await mailboxes.addMailbox({ organizationId, address: `${name}@provider.example`, isTrusted: true });
  return {
    ...database,
    domains,
    mailboxes,
    contacts,
    aliases,
    pins: createPins({ db, clock }),
    jane,
    john,
    addDomain: async (name) => {
      const result = await domains.addDomain({ organizationId: jane, name, isTrusted: true });
      if (result.kind !== 'added') throw new Error(result.reason);
      return result.domain;
    },
    add: async (address) => {
      const mailboxAddresses = ['jane@provider.example'];
      const result = await aliases.addAlias({ organizationId: jane, address, mailboxAddresses });
      if (result.kind !== 'added') throw new Error(result.reason);
      return result.alias;
    },
  };
}

/** Reads an address, or throws. */
export function addressOf(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** The domain of `x@NAME`. */
export function domainNameOf(name: string): DomainName {
  return addressOf(`x@${name}`).domain;
}
