import { type Address, type DomainName, parseAddress } from '@smtpy/mail';
import { type Refusal, refuse } from '../replies.ts';

/** The address of a RCPT command, or why it has none. */
export type RecipientAddress =
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Reads the path of RCPT. The bare `Postmaster` of RFC 5321 §4.5.1 becomes the postmaster of `hostname`; an address literal names
 * no domain of ours, so mail for it would be relayed.
 */
export function readRecipientAddress(path: string, hostname: string): RecipientAddress {
  if (path.toLowerCase() === 'postmaster') {
    return { kind: 'address', address: { localPart: 'postmaster', domain: hostname as DomainName } };
  }
  const parsed = parseAddress(path);
  if (parsed.ok) return { kind: 'address', address: parsed.value };
  const isLiteral = /@\[[^\]]*\]$/.test(path);
  return {
    kind: 'refused',
    refusal: isLiteral
      ? refuse('relayingDenied', 'address literal')
      : refuse('recipientSyntax', parsed.reason),
  };
}
