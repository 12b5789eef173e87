import { addressKey, mayEditParts, type Address } from '@smtpy/mail';
import { bodyEditorFor, readAuthor, readReplyTo } from '../../forwarding/index.ts';
import { mayHoldCalendar } from './calendar-sniff.ts';
import { editBody, type AddressOf } from './edit-body.ts';
import { ensureReplyAddresses, listStrangers, type PeopleLoaders } from './people.ts';
import { continueWith, type Step } from './step.ts';
import type { Rewritten } from './transform-rewrite.ts';

/**
 * Makes an invitation one that the mailbox's owner can answer: his program looks for the mailbox among those invited, and sends the
 * answer to the organizer. Nothing but calendars is changed, and bodies without one leave as they came.
 */
export function editForward(loaders: PeopleLoaders): Step<Rewritten, Rewritten> {
  return async (state) => {
    const { header, content, destination: mailboxAddress, aliasAddress } = state;
    const makeEditor = (replyAddressOf: AddressOf) =>
      bodyEditorFor({ kind: 'forward', aliasAddress, mailboxAddress, replyAddressOf });
    // What is wanted does not depend on addresses, and nearly no message holds a calendar.
    if (!mayEditParts(header, makeEditor(state.replyAddressOf).wants)) return continueWith(state);
    if (!(await mayHoldCalendar(content.body()))) return continueWith(state);
    const addressOf = replyAddresses(state);
    const findMore = (addresses: readonly Address[]) => findStrangers(addresses, state, loaders);
    const body = await editBody({ header, content, makeEditor, addressOf, findMore });
    return continueWith({ ...state, body });
  };
}

/** The author and Reply-To have contacts of their own, besides those of To and Cc. */
function replyAddresses({ header, contact, replyToContact, replyAddressOf }: Rewritten): AddressOf {
  const known = new Map<string, Address>();
  const [author, replyTo] = [readAuthor(header), readReplyTo(header)];
  if (replyTo.kind === 'found' && replyToContact !== undefined)
    known.set(addressKey(replyTo.address), replyToContact.replyAddress);
  if (author.kind === 'found') known.set(addressKey(author.address), contact.replyAddress);
  return (address) => known.get(addressKey(address)) ?? replyAddressOf(address);
}

/** An organizer need not be the author: without a contact of his own, the mailbox would answer him past the alias. */
async function findStrangers(
  addresses: readonly Address[],
  state: Rewritten,
  loaders: PeopleLoaders,
): Promise<AddressOf | undefined> {
  const people = addresses.map((address) => ({ address }));
  const strangers = await listStrangers(people, state, loaders);
  return strangers.length === 0 ? undefined : ensureReplyAddresses(strangers, state, loaders);
}
