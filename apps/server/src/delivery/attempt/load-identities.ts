import { decodePhrase, type Address } from '@smtpy/mail';
import { readAuthor } from '../../forwarding/index.ts';
import type { ContactIdentity, ContactLoaders } from './contacts.ts';
import type { Underwritten } from './load-signer.ts';
import { continueWith, deferred, type Step } from './step.ts';

/** With who the message is from. */
export interface Identified extends Underwritten {
  readonly aliasId: string;
  /** The alias; the accepted recipient but for a contact's automatic answer, which came to a return path. */
  readonly aliasAddress: Address;
  readonly contact: Pick<ContactIdentity, 'replyAddress'>;
  readonly replyToContact: Pick<ContactIdentity, 'replyAddress'> | undefined;
}

/** Finds the contacts of the author and of Reply-To. */
export function loadIdentities(loaders: ContactLoaders): Step<Underwritten, Identified> {
  return async (state) => {
    const { aliasId, replyToContactId } = state.delivery;
    if (aliasId === undefined) return deferred('identities', 'the alias is not known');
    const [contact, replyToContact] = await Promise.all([
      loadAuthor(state, aliasId, loaders),
      replyToContactId === undefined ? undefined : loaders.loadContact(replyToContactId),
    ]);
    if (contact === undefined) return deferred('identities', 'the contact of the author does not exist');
    return continueWith({ ...state, aliasId, aliasAddress: state.sentAs, contact, replyToContact });
  };
}

/** The author's contact; made now where none was made at reception, or where it is gone. */
async function loadAuthor(
  { delivery: { contactId }, header, sentAs }: Underwritten,
  aliasId: string,
  { loadContact, ensureContacts }: ContactLoaders,
): Promise<ContactIdentity | undefined> {
  const known = contactId === undefined ? undefined : await loadContact(contactId);
  if (known !== undefined) return known;
  const author = readAuthor(header);
  if (author.kind === 'missing') return undefined;
  const wanted = { address: author.address, displayName: decodePhrase(author.phrase) };
  const [made] = await ensureContacts(aliasId, [wanted], sentAs);
  return made;
}
