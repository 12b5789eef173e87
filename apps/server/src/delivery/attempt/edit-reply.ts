import { addressKey, type Address } from '@smtpy/mail';
import { bodyEditorFor } from '../../forwarding/index.ts';
import { editBody, type AddressOf } from './edit-body.ts';
import type { PeopleLoaders } from './people.ts';
import { continueWith, type Step } from './step.ts';
import type { Replied } from './transform-reply.ts';

/**
 * Takes the mailbox's address out of the places where mail programs put it by themselves: what introduces a quotation, cards,
 * calendars. Text of the owner stays.
 */
export function editReply(loaders: Pick<PeopleLoaders, 'findByReplyAddress'>): Step<Replied, Replied> {
  return async (state) => {
    const { header, content, alias, ownAddresses, realAddressOf } = state;
    const body = await editBody({
      header,
      content,
      addressOf: realAddressOf,
      makeEditor: (addressOf, knowledge) =>
        bodyEditorFor({
          kind: 'reply',
          aliasAddress: alias.address,
          ownAddresses,
          realAddressOf: addressOf,
          ...knowledge,
        }),
      mayFind: ({ domain }) => domain === alias.address.domain,
      findMore: (addresses) => findRealAddresses(addresses, state, loaders),
    });
    return continueWith({ ...state, body });
  };
}

async function findRealAddresses(
  addresses: readonly Address[],
  { delivery }: Replied,
  { findByReplyAddress }: Pick<PeopleLoaders, 'findByReplyAddress'>,
): Promise<AddressOf | undefined> {
  const contacts = await findByReplyAddress(delivery.organizationId, addresses);
  if (contacts.length === 0) return undefined;
  const real = new Map(contacts.map(({ address, replyAddress }) => [addressKey(replyAddress), address]));
  return (address) => real.get(addressKey(address));
}
