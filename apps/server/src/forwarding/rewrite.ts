import {
  encodePhrase,
  fieldValue,
  findFields,
  formatAddress,
  isForgedAuthenticationResults,
  makeField,
  parseHeaderBlock,
  type Address,
  type HeaderBlock,
  type HeaderField,
} from '@smtpy/mail';
import { readAuthor, readReplyTo, type Author } from './author.ts';
import { treatmentOf } from './header-policy.ts';
import { loopFieldName } from './loop.ts';

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
}

/**
 * The header fields of the message as it leaves, in order, unsigned: our trace fields, our marks, then the original with From and
 * Reply-To changed in their places and without what {@link treatmentOf} removes. Any header block gives a valid result; one
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
  const hasFrom = findFields(input.header, 'from').length > 0;
  return [
    ...trace,
    ...makeMarks(input),
    ...(hasFrom ? [] : headerFrom),
    ...applyPolicies(original, replacements),
  ];
}

function applyPolicies(
  fields: readonly HeaderField[],
  replacements: ReadonlyMap<string, readonly HeaderField[]>,
): readonly HeaderField[] {
  const replaced = new Set<string>();
  return fields.flatMap((field) => {
    const treatment = treatmentOf(field);
    if (treatment === 'keep') return [field];
    if (treatment === 'remove' || replaced.has(field.lowerName)) return [];
    replaced.add(field.lowerName);
    return replacements.get(field.lowerName) ?? [];
  });
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
  const phrase = named.phrase.length > 0 ? named.phrase : spellAddress(named.address);
  return Buffer.concat([phrase, Buffer.from(` ${address}`)]);
}

const printableAscii = /^[\x20-\x7e]*$/;

/**
 * `"jane at example.com"`: shows whom the mail is from, and is not an address, which readers would take for a forged one beside another
 * address.
 */
function spellAddress({ localPart, domain }: Address): Buffer {
  const words = `${localPart} at ${domain}`;
  if (!printableAscii.test(words)) return Buffer.from(encodePhrase(words));
  return Buffer.from(`"${words.replace(/["\\]/g, '\\$&')}"`);
}

const lineEndsAndNul = /[\r\n\0]/g;

/** A value as it may stand in a new field: what is neither a fold nor text becomes a space. */
function withoutLineEnds(value: Buffer): Buffer {
  return Buffer.from(value.toString('latin1').replace(lineEndsAndNul, ' '), 'latin1');
}

/** RFC 8601 §5: what claims to be our own verdict goes. Our name is the one in the trace fields. */
function forgeryTest(trace: readonly HeaderField[]): (field: HeaderField) => boolean {
  const own = trace.find(({ lowerName }) => lowerName === 'authentication-results');
  if (own === undefined) return () => false;
  const [authservId = ''] = fieldValue(own).toString('latin1').split(';', 1);
  return (field) => isForgedAuthenticationResults(field, authservId.trim());
}
