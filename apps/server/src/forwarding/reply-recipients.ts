import {
  addressKey,
  decodePhrase,
  fieldValue,
  findFields,
  formatAddress,
  makeField,
  parseMailboxes,
  type Address,
  type HeaderBlock,
  type HeaderField,
  type MailboxSpec,
} from '@smtpy/mail';
import type { AddressOf } from './recipient-list.ts';
import { spellAddress } from './spelled-address.ts';

/** Whom a reply names. */
export interface ReplyRecipientsInput {
  readonly header: HeaderBlock;
  readonly aliasAddress: Address;
  /** The contact whom this copy goes to. */
  readonly contactAddress: Address;
  readonly ownAddresses: readonly Address[];
  readonly realAddressOf: AddressOf;
}

/** To and Cc of a reply; empty where nobody is left. */
export interface ReplyRecipients {
  readonly headerTo: readonly HeaderField[];
  readonly headerCc: readonly HeaderField[];
}

/**
 * To and Cc with contacts under their real addresses, and without the owner's own. Made anew, without comments and groups, in which
 * anything may stand. When nobody is left, To names the contact: a message without recipients in its header looks like spam.
 */
export function replyRecipients(input: ReplyRecipientsInput): ReplyRecipients {
  const headerTo = makeList('To', input);
  const headerCc = makeList('Cc', input);
  if (headerTo.length + headerCc.length > 0) return { headerTo, headerCc };
  return { headerTo: [makeField('To', formatAddress(input.contactAddress))], headerCc };
}

function makeList(name: 'To' | 'Cc', input: ReplyRecipientsInput): readonly HeaderField[] {
  const hidden = new Set([input.aliasAddress, ...input.ownAddresses].map(addressKey));
  const mailboxes = findFields(input.header, name.toLowerCase())
    .flatMap((field) => parseMailboxes(fieldValue(field)))
    .flatMap((mailbox) => formatMailbox(mailbox, { ...input, hidden }) ?? []);
  return mailboxes.length === 0 ? [] : [makeField(name, Buffer.from(mailboxes.join(', '), 'latin1'))];
}

/** Octets as characters; undefined for what must not be named. */
function formatMailbox(
  { address, phrase }: MailboxSpec,
  { realAddressOf, hidden }: ReplyRecipientsInput & { readonly hidden: ReadonlySet<string> },
): string | undefined {
  if (address === undefined || hidden.has(addressKey(address))) return undefined;
  const shown = realAddressOf(address) ?? address;
  const text = Buffer.from(formatAddress(shown)).toString('latin1');
  const isNameSafe =
    isName(decodePhrase(phrase), shown) && !namesOneOf(phrase, [...hidden, addressKey(address)]);
  return phrase.length > 0 && isNameSafe ? `${phrase.toString('latin1')} <${text}>` : text;
}

/** Whether the text is more than the address that we spelled where the contact had no name. */
function isName(text: string, address: Address): boolean {
  return text !== spellAddress(address);
}

/** Clients write an address as the name of one who has none. */
function namesOneOf(phrase: Buffer, keys: readonly string[]): boolean {
  const text = decodePhrase(phrase).normalize('NFC').toLowerCase();
  return text.includes('@') && keys.some((key) => text.includes(key));
}
