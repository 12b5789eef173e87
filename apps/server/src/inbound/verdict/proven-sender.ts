import { parseAddress } from '@smtpy/mail';
import type { Arrival } from './arrival.ts';

/** What of a message's sender is proven. */
export interface ProvenSender {
  /** SPF passes for the domain of the reverse path. */
  readonly isMailFromProven: boolean;
  /** DMARC passes, or a signature of the author's own domain verifies. */
  readonly isAuthorProven: boolean;
}

/** Reads it out of the authentication. */
export function proven({ authentication, transaction }: Arrival): ProvenSender {
  const { spf, dkim, dmarc } = authentication;
  const mailFrom = parseAddress(transaction.mailFrom);
  return {
    isMailFromProven:
      mailFrom.ok && spf.result === 'pass' && spf.domain?.toLowerCase() === mailFrom.value.domain,
    isAuthorProven:
      dmarc.result === 'pass' || dkim.some(({ result, isAligned }) => result === 'pass' && isAligned),
  };
}

/** The domain that answers for the author: the one with the DMARC record, or his own; undefined when nothing proves it. */
export function provenDomain(arrival: Arrival): string | undefined {
  const { author, authentication } = arrival;
  if (author.kind !== 'found' || !proven(arrival).isAuthorProven) return undefined;
  return (authentication.dmarc.domain ?? author.address.domain).toLowerCase();
}
