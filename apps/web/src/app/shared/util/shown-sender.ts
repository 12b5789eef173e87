/** A sender as far as it is kept. */
export type ShownSender =
  | { readonly kind: 'address'; readonly address: string }
  /** The organization keeps the domain alone. */
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'not_kept' }
  | { readonly kind: 'none' }
  /** SMTPy itself. */
  | { readonly kind: 'own' };

/** An address as far as it is kept: `*@example.com` and `*` stand for what is not. */
export function shownAddress(address: string): ShownSender {
  if (address === '') return { kind: 'none' };
  if (address === '*') return { kind: 'not_kept' };
  if (address.startsWith('*@')) return { kind: 'domain', domain: address.slice(2) };
  return { kind: 'address', address };
}
