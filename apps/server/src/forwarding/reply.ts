import {
  fieldValue,
  formatAddress,
  formatDate,
  makeField,
  parseHeaderBlock,
  stripControl,
  type Address,
  type HeaderBlock,
  type HeaderField,
} from '@smtpy/mail';
import { loopFieldName } from './loop.ts';
import { ownMessageIdTest, type ReplyMessageIds } from './own-message-ids.ts';
import { withoutLineEnds } from './plain-value.ts';
import type { AddressOf } from './recipient-list.ts';
import { listMessageIds } from './references.ts';
import { replyTreatmentOf } from './reply-policy.ts';
import { replyRecipients } from './reply-recipients.ts';
import { toPhrase } from './spelled-address.ts';

/** What a reply, or anything else that leaves as the alias, needs to know. */
export interface ReplyInput {
  /** The header block as received from the owner. */
  readonly header: HeaderBlock;
  /** A Received field of ours that names no client. Leaves as it is. */
  readonly traceHeader: Buffer;
  /** From `loopToken`, of the alias. */
  readonly loopToken: string;
  readonly aliasAddress: Address;
  /** Any text; undefined or empty: the bare address. */
  readonly displayName: string | undefined;
  /** The real address of the contact whom this copy goes to. */
  readonly contactAddress: Address;
  /** The addresses that nobody outside may see: the alias's mailboxes, and what the owner wrote from. */
  readonly ownAddresses: readonly Address[];
  /** The real address behind a reply address of the alias; undefined for every other address, which stays. */
  readonly realAddressOf: AddressOf;
  readonly messageIds: ReplyMessageIds;
  /** Date of a message that has none (RFC 5322 §3.6.1). */
  readonly receivedAt: Date;
}

/**
 * The header fields of the message as it leaves, in order, unsigned: our trace field, our loop token, then those of the owner's fields
 * that `reply-policy.ts` names, in their order, and nothing else. Any header block gives a valid result with one From, one Date, one
 * Message-ID and somebody in To or Cc.
 */
export function reply(input: ReplyInput): readonly HeaderField[] {
  const made = makeFields(input);
  const taken = new Set<string>();
  const kept = input.header.fields.flatMap((field) => {
    const { lowerName } = field;
    const treatment = replyTreatmentOf(lowerName);
    if (treatment === 'remove') return [];
    if (treatment === 'keep_all') return [withoutStrayLineEnds(field)];
    if (taken.has(lowerName)) return [];
    taken.add(lowerName);
    if (treatment === 'replace') return made.get(lowerName) ?? [];
    if (treatment === 'keep') return [withoutStrayLineEnds(field)];
    const plain = treatment === 'keep_word' ? firstWordOf(field) : withoutComments(field);
    return plain === undefined ? (made.get(lowerName) ?? []) : [withoutStrayLineEnds(plain)];
  });
  const missing = [...made].filter(([lowerName]) => !taken.has(lowerName)).flatMap(([, fields]) => fields);
  return [
    ...parseHeaderBlock(input.traceHeader).fields,
    makeField(loopFieldName, input.loopToken),
    ...missing,
    ...kept,
  ];
}

/** By lower-case name: what takes the place of the owner's fields, and Date in case that there is none. */
function makeFields(input: ReplyInput): ReadonlyMap<string, readonly HeaderField[]> {
  const { headerTo, headerCc } = replyRecipients(input);
  // RFC 5322 §3.3 in UTC.
  return new Map([
    ['from', [makeHeaderFrom(input)]],
    ['to', headerTo],
    ['cc', headerCc],
    ['date', [makeField('Date', formatDate(input.receivedAt))]],
    ['message-id', [makeField('Message-ID', makeMessageId(input))]],
    ['in-reply-to', makeReferences('In-Reply-To', input)],
    ['references', makeReferences('References', input)],
  ]);
}

function makeHeaderFrom({ aliasAddress, displayName = '' }: ReplyInput): HeaderField {
  const address = formatAddress(aliasAddress);
  const name = stripControl(displayName).trim();
  if (name === '') return makeField('From', address);
  return makeField('From', Buffer.concat([toPhrase(name), Buffer.from(` <${address}>`)]));
}

function makeMessageId({ header, messageIds }: ReplyInput): string {
  const [id] = listMessageIds(header, 'message-id');
  return id === undefined ? messageIds.fallback : messageIds.outward(id);
}

/** RFC 5322 §3.6.4. Octets as characters, since ids are found as such. */
function makeReferences(name: 'In-Reply-To' | 'References', input: ReplyInput): readonly HeaderField[] {
  const isOwn = ownMessageIdTest(input);
  const ids = listMessageIds(input.header, name.toLowerCase()).map((id) =>
    isOwn(id) ? input.messageIds.outward(id) : id,
  );
  return ids.length === 0 ? [] : [makeField(name, Buffer.from(ids.join(' '), 'latin1'))];
}

/** Undefined when it begins with no word. */
function firstWordOf(field: HeaderField): HeaderField | undefined {
  const value = fieldValue(field).toString('latin1');
  const [word] = /^[A-Za-z0-9-]{1,60}/.exec(value) ?? [];
  if (word === undefined) return undefined;
  return word === value ? field : makeField(field.name, word);
}

/** The field as it is when it has none (RFC 5322 §3.2.2); undefined when it has nothing else. */
function withoutComments(field: HeaderField): HeaderField | undefined {
  const value = fieldValue(field).toString('latin1');
  if (!value.includes('(')) return field;
  let depth = 0;
  let plain = '';
  for (const character of value) {
    if (character === '(') depth++;
    if (depth === 0) plain += character;
    if (character === ')') depth = Math.max(0, depth - 1);
  }
  plain = plain.trim();
  return plain === '' ? undefined : makeField(field.name, withoutLineEnds(Buffer.from(plain, 'latin1')));
}

const foldOrLineEnd = /\r\n(?=[ \t]|$)/g;
const lineEndOrNul = /[\r\n\0]/;

/** The field as it is, unless CR, LF or NUL in it could begin another one for some reader. */
function withoutStrayLineEnds(field: HeaderField): HeaderField {
  if (!lineEndOrNul.test(field.raw.toString('latin1').replace(foldOrLineEnd, ''))) return field;
  return makeField(field.name, withoutLineEnds(fieldValue(field)));
}
