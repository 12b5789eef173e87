import { fieldValue, findFields, parseMailboxes, type Address, type HeaderBlock } from '@smtpy/mail';

/** Somebody a header field names, as far as it can be read. */
export type Author =
  /** `phrase` is the raw display name, fit to stand before `<address>` in a new field; empty when there is none. */
  | { readonly kind: 'found'; readonly address: Address; readonly phrase: Buffer }
  /** The field is absent, or names no address that mail could go to. */
  | { readonly kind: 'missing' };

/** Who wrote the message: the first usable address of the first From field (RFC 5322 §3.6.2). */
export function readAuthor(header: HeaderBlock): Author {
  return readFirst(header, 'from');
}

/** Where the author wants answers: the first usable address of the first Reply-To field (RFC 5322 §3.6.2). */
export function readReplyTo(header: HeaderBlock): Author {
  return readFirst(header, 'reply-to');
}

function readFirst(header: HeaderBlock, lowerName: string): Author {
  const [field] = findFields(header, lowerName);
  if (field === undefined) return { kind: 'missing' };
  for (const { address, phrase } of parseMailboxes(fieldValue(field))) {
    if (address !== undefined) return { kind: 'found', address, phrase };
  }
  return { kind: 'missing' };
}
