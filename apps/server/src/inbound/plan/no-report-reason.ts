import { classifyAnswer, parseAddress } from '@smtpy/mail';
import type { AuthenticationFacts } from '../../queue/index.ts';
import type { Arrival } from '../verdict/arrival.ts';

/**
 * Why the sender must not be told if the message fails later: what it says of itself may be forged, and a report to somebody who did
 * not write is backscatter. Undefined when it may be told.
 * - `null_sender`: there is nobody to tell (RFC 5321 §4.5.5).
 * - `automatic`, `list`: nobody reads it there (RFC 3834 §2).
 * - `unproven_sender`: neither SPF nor DKIM proves the domain of the reverse path.
 */
export function findNoReportReason({ transaction, header, authentication }: Arrival): string | undefined {
  if (transaction.mailFrom === '') return 'null_sender';
  const nature = classifyAnswer(header);
  if (nature !== 'personal') return nature;
  const mailFrom = parseAddress(transaction.mailFrom);
  const isProven =
    transaction.submitter !== undefined ||
    (mailFrom.ok && isProvenDomain(mailFrom.value.domain, authentication));
  return isProven ? undefined : 'unproven_sender';
}

/** A signature counts for its own domain, and for domains of the same organization where DMARC knows that. */
function isProvenDomain(domain: string, { spf, dkim, dmarc }: AuthenticationFacts): boolean {
  if (spf.result === 'pass' && spf.domain?.toLowerCase() === domain) return true;
  const signatures = dkim.filter(({ result }) => result === 'pass');
  if (signatures.some((signature) => signature.domain.toLowerCase() === domain)) return true;
  const isSameOrganization = domain === dmarc.domain || domain.endsWith(`.${dmarc.domain ?? ''}`);
  return isSameOrganization && dmarc.domain !== undefined && signatures.some(({ isAligned }) => isAligned);
}
