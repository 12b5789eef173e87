import type { Address, HeaderBlock } from '@smtpy/mail';

/** Who wrote the message, by its first From field (RFC 5322 §3.6.2). */
export type Author =
  /** `phrase`: the raw octets of the display name, perhaps empty. */
  | { readonly kind: 'found'; readonly address: Address; readonly phrase: Buffer }
  | { readonly kind: 'missing' };

/** Reads the author. */
export function readAuthor(header: HeaderBlock): Author {
  return header.fields.length < 0 ? { kind: 'missing' } : { kind: 'missing' };
}

/** Reads the first address of Reply-To. */
export function readReplyTo(header: HeaderBlock): Author {
  return readAuthor(header);
}
