import { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
import type { DnsResolver } from '../../dns/index.ts';
import type { AuthenticationFacts } from '../../queue/index.ts';
import type { SenderFacts } from './sender-policy.ts';
import type { SignatureResult } from './signatures.ts';

/** What DMARC is judged by. */
export interface AuthorClaim {
  /** Every address in From, in wire form. */
  readonly headerFrom: readonly string[];
  readonly fromFields: number;
  readonly spf: SenderFacts;
  readonly dkim: readonly SignatureResult[];
}

/** The result of DMARC, and which signing domains align with the author's. */
export interface AuthorFacts {
  readonly dmarc: AuthenticationFacts['dmarc'];
  /** Those of valid signatures, lower case. Aligned as the DMARC record of the author's domain asks; without one: the very same domain. */
  readonly alignedDomains: ReadonlySet<string>;
}

/** Evaluates DMARC (RFC 9989). Rejects on defects of the library only; failures of DNS are `temperror`. */
export async function checkAuthor(
  claim: AuthorClaim,
  resolver: Pick<DnsResolver, 'resolve'>,
): Promise<AuthorFacts> {
  const { response, dkimAligned, reason } = await evaluateDmarc({
    headerFrom: [...claim.headerFrom],
    fromFields: claim.fromFields,
    spfDomains: claim.spf.result === 'pass' && claim.spf.domain !== undefined ? [claim.spf.domain] : [],
    dkimDomains: claim.dkim
      .filter(({ result }) => result === 'pass')
      .map(({ domain, uncoveredOctets }) => ({ domain, underSized: uncoveredOctets ?? 0 })),
    resolver: (name: string, type: string) => resolver.resolve(name, type) as Promise<string[] | string[][]>,
  });
  const alignedDomains = new Set(
    [...(dkimAligned ?? authorSigners(claim))].map((domain) => domain.toLowerCase()),
  );
  if (response === false) {
    // RFC 9989 §5.3.1: without exactly one author domain there is no policy to apply.
    return {
      dmarc: { result: 'none', ...(reason === undefined ? {} : { comment: reason }) },
      alignedDomains,
    };
  }
  const { status, policy, domain, error } = response;
  return {
    dmarc: {
      result: status.result,
      domain,
      // Absent at run time when the domain has no record.
      ...((policy as string | undefined) === undefined ? {} : { policy }),
      ...(error === undefined ? {} : { comment: error }),
    },
    alignedDomains,
  };
}

/**
 * The signers that align whatever a record says, where none could be read: those of the author's own domain. RFC 9989 §4.10.2: a domain
 * without any record above it is its own organizational domain, so relaxed alignment is equality.
 */
function authorSigners({ headerFrom, dkim }: AuthorClaim): readonly string[] {
  const authorDomains = new Set(headerFrom.map((address) => address.slice(address.lastIndexOf('@') + 1)));
  return dkim.flatMap(({ result, domain }) =>
    result === 'pass' && authorDomains.has(domain.toLowerCase()) ? [domain] : [],
  );
}
