/** What of a message says who wrote it, and about what. */
export interface Described {
  readonly kind: string;
  readonly header_from: string | null;
  readonly mail_from: string;
  readonly subject: string | null;
}

/** A sender as far as it is kept. */
export type ShownSender =
  | { readonly kind: 'address'; readonly address: string }
  /** The organization keeps the domain alone. */
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'not_kept' }
  | { readonly kind: 'none' }
  /** SMTPy itself. */
  | { readonly kind: 'own' };

/** Who wrote a message: the author, or else the reverse path. */
export function senderOf({ kind, header_from: headerFrom, mail_from: mailFrom }: Described): ShownSender {
  if (kind === 'notice') return { kind: 'own' };
  return shownAddress(headerFrom ?? mailFrom);
}

/** An address as far as it is kept: `*@example.com` and `*` stand for what is not. */
export function shownAddress(address: string): ShownSender {
  if (address === '') return { kind: 'none' };
  if (address === '*') return { kind: 'not_kept' };
  if (address.startsWith('*@')) return { kind: 'domain', domain: address.slice(2) };
  return { kind: 'address', address };
}

/** Whether there is no subject because the organization does not want it kept. */
export function isSubjectHidden({ header_from: headerFrom, mail_from: mailFrom }: Described): boolean {
  return [headerFrom, mailFrom].some((address) => address === '*' || address?.startsWith('*@') === true);
}
