import {
  fieldValue,
  findFields,
  formatAddress,
  makeField,
  parseHeaderBlock,
  type Address,
  type HeaderBlock,
  type HeaderField,
} from '@smtpy/mail';
import { readAuthor, readReplyTo, type Author } from './author.ts';
import { forgeryTest } from './forgery.ts';
import { treatmentOf } from './header-policy.ts';
import { isListField, maskListLinks } from './list-links.ts';
import { loopFieldName } from './loop.ts';
import { withoutLineEnds } from './plain-value.ts';
import { replaceRecipients, type AddressOf } from './recipient-list.ts';
import { replaceMessageIds } from './references.ts';
import { spellAddress, toPhrase } from './spelled-address.ts';

/** What a rewrite needs to know. */
export interface RewriteInput {
  /** The header block as received. */
  readonly header: HeaderBlock;
  /** Our Received and Authentication-Results fields, as stored. */
  readonly traceHeader: Buffer;
  /** The author as the reader will see and answer him. */
  readonly contact: { readonly replyAddress: Address };
  /** Whom Reply-To asks to answer, when that is not the author. */
  readonly replyToContact?: { readonly replyAddress: Address };
  /** The address the message was accepted for. */
  readonly aliasAddress: Address;
  /** From `loopToken`. */
  readonly loopToken: string;
  /** The reply address under which somebody in To or Cc is shown; undefined for whom it stays. Default: all stay. */
  readonly replyAddressOf?: AddressOf;
  /**
   * The id, with its angle brackets, that the owner's mailbox knows for one of ours; undefined for an id that is not ours. Default: all
   * stay.
   */
  readonly inwardMessageId?: (messageId: string) => string | undefined;
}

/**
 * The header fields of the message as it leaves, in order, unsigned: our trace fields, our marks, then the original with From and
 * Reply-To changed in their places, people and ids changed in To, Cc, In-Reply-To and References, and without what
 * {@link treatmentOf} removes. Any header block gives a valid result; one
 * without From gets one. The body is not an argument, so it cannot change.
 */
export function rewrite(input: RewriteInput): readonly HeaderField[] {
  const trace = parseHeaderBlock(input.traceHeader).fields;
  const headerFrom = makeHeaderFrom(input);
  const isForged = forgeryTest(trace);
  const replacements = new Map([
    ['from', headerFrom],
    ['reply-to', makeReplyTo(input)],
  ]);
  const original = input.header.fields.filter((field) => !isForged(field));
  const edited = original.flatMap((field) => edit(field, input) ?? []);
  const hasFrom = findFields(input.header, 'from').length > 0;
  return [
    ...trace,
    ...makeMarks(input),
    ...(hasFrom ? [] : headerFrom),
    ...applyPolicies(edited, replacements),
  ];
}

function applyPolicies(
  fields: readonly HeaderField[],
  replacements: ReadonlyMap<string, readonly HeaderField[]>,
): readonly HeaderField[] {
  const replaced = new Set<string>();
  return fields.flatMap((field) => {
    const treatment = treatmentOf(field);
    if (treatment === 'keep' || treatment === 'edit') return [field];
    if (treatment === 'remove' || replaced.has(field.lowerName)) return [];
    replaced.add(field.lowerName);
    return replacements.get(field.lowerName) ?? [];
  });
}

/** The fields with treatment `edit`; all others as they are. Undefined for one of which nothing is left. */
function edit(
  field: HeaderField,
  { replyAddressOf, inwardMessageId, aliasAddress }: RewriteInput,
): HeaderField | undefined {
  if (isListField(field)) return maskListLinks(field, aliasAddress);
  switch (field.lowerName) {
    case 'to':
    case 'cc':
      return replyAddressOf === undefined ? field : replaceRecipients(field, replyAddressOf);
    case 'in-reply-to':
    case 'references':
      return inwardMessageId === undefined ? field : replaceMessageIds(field, inwardMessageId);
    default:
      return field;
  }
}

/**
 * X-Original-To names the alias in every copy, which To need not do: filters of the mailbox can go by it. It tells nothing that the
 * owner of the mailbox does not know.
 */
function makeMarks({ loopToken, aliasAddress }: RewriteInput): readonly HeaderField[] {
  return [makeField(loopFieldName, loopToken), makeField('X-Original-To', formatAddress(aliasAddress))];
}

/** The new From and the original one's value for the reader to see. */
function makeHeaderFrom({ header, contact }: RewriteInput): readonly HeaderField[] {
  const headerFrom = makeField('From', formatMailbox(readAuthor(header), contact.replyAddress));
  const [original] = findFields(header, 'from');
  if (original === undefined) return [headerFrom];
  return [headerFrom, makeField('X-Original-From', withoutLineEnds(fieldValue(original)))];
}

function makeReplyTo({ header, replyToContact }: RewriteInput): readonly HeaderField[] {
  if (replyToContact === undefined) return [];
  return [makeField('Reply-To', formatMailbox(readReplyTo(header), replyToContact.replyAddress))];
}

/** `phrase <address>`: the display name's own octets, or the original address in words. */
function formatMailbox(named: Author, replyAddress: Address): Buffer {
  const address = `<${formatAddress(replyAddress)}>`;
  if (named.kind === 'missing') return Buffer.from(address);
  const phrase = named.phrase.length > 0 ? named.phrase : toPhrase(spellAddress(named.address));
  return Buffer.concat([phrase, Buffer.from(` ${address}`)]);
}
