import type { KeyObject } from 'node:crypto';
import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { Opened } from './open-content.ts';
import { continueWith, deferred, type Step } from './step.ts';

/** What stands for a contact in a rewritten message. */
export interface ContactIdentity {
  readonly replyAddress: Address;
}

/** The key that signs for a domain. */
export interface SigningKey {
  readonly selector: string;
  readonly key: KeyObject;
}

/** Where identities come from. */
export interface IdentityLoaders {
  /** Undefined when the contact is gone. */
  readonly loadContact: (contactId: string) => Promise<ContactIdentity | undefined>;
  /** Undefined when the domain has no active key. */
  readonly loadSigningKey: (domain: DomainName) => Promise<SigningKey | undefined>;
}

/** With who the message is from and who signs it. */
export interface Identified extends Opened {
  /** The accepted recipient. */
  readonly aliasAddress: Address;
  readonly contact: ContactIdentity;
  readonly replyToContact: ContactIdentity | undefined;
  readonly signingKey: SigningKey;
}

/** Finds the contacts of the author and the key of the alias's domain. What is missing may come back, so it is waited for. */
export function loadIdentities({ loadContact, loadSigningKey }: IdentityLoaders): Step<Opened, Identified> {
  return async (state) => {
    const { recipient, contactId, replyToContactId } = state.delivery;
    const alias = parseAddress(recipient);
    if (!alias.ok) return deferred('identities', `the recipient's address cannot be read: ${alias.reason}`);
    const [contact, replyToContact, signingKey] = await Promise.all([
      contactId === undefined ? undefined : loadContact(contactId),
      replyToContactId === undefined ? undefined : loadContact(replyToContactId),
      loadSigningKey(alias.value.domain),
    ]);
    if (contact === undefined) return deferred('identities', 'the contact of the author does not exist');
    if (signingKey === undefined)
      return deferred('identities', `the domain ${alias.value.domain} has no DKIM key`);
    return continueWith({ ...state, aliasAddress: alias.value, contact, replyToContact, signingKey });
  };
}
