import { findFields, formatAddress, type HeaderBlock } from '@smtpy/mail';
import type { DnsResolver } from '../../dns/index.ts';
import type { Author } from '../../forwarding/index.ts';
import type { AuthenticationFacts } from '../../queue/index.ts';
import type { StoredOctets } from '../content/content-intake.ts';
import { DeadlineError, withinDeadline } from '../deadline.ts';
import type { InboundDependencies } from '../dependencies.ts';
import { authenticationTimeoutMs } from '../limits.ts';
import { checkAuthor } from './author-policy.ts';
import type { SenderFacts } from './sender-policy.ts';
import {
  type SignatureObserver,
  type SignatureResult,
  type SignatureResults,
  verifySignatures,
} from './signatures.ts';

/** What is to be authenticated. */
export interface AuthenticationInput {
  readonly header: HeaderBlock;
  /** Whom the reader will be shown: the one whose domain has to agree, whatever else From names. */
  readonly author: Author;
  readonly headerBytes: number;
  readonly stored: StoredOctets<SignatureObserver>;
  /** Begun when the first recipient was accepted. */
  readonly spf: Promise<SenderFacts>;
}

/** What authentication needs. */
export interface AuthenticationDependencies {
  readonly resolver: Pick<DnsResolver, 'resolve'>;
  readonly events: Pick<InboundDependencies['events'], 'failed'>;
}

/**
 * SPF, DKIM, ARC and DMARC of one message, all within {@link authenticationTimeoutMs}. Never rejects: what is not known in time, or
 * breaks here, is `temperror`, and nobody is refused for it.
 */
export async function authenticate(
  input: AuthenticationInput,
  { resolver, events }: AuthenticationDependencies,
): Promise<AuthenticationFacts> {
  try {
    return await withinDeadline(evaluate(input, resolver), {
      timeoutMs: authenticationTimeoutMs,
      what: 'authentication of a message',
    });
  } catch (error) {
    // Expected: DeadlineError. Anything else is a defect of the library met by what a stranger wrote.
    if (!(error instanceof DeadlineError)) events.failed('authenticate', error);
    return notKnown(error instanceof DeadlineError ? 'not finished in time' : 'evaluation failed');
  }
}

/** Facts of a message about which nothing could be found out. */
export function notKnown(comment: string): AuthenticationFacts {
  const temporary = { result: 'temperror', comment } as const;
  return { spf: temporary, dkim: [], dmarc: temporary, arc: { result: 'none', comment } };
}

/** Facts of a message that nobody wanted to know anything about, with the reason. */
export function notAsked(comment: string): AuthenticationFacts {
  const none = { result: 'none', comment } as const;
  return { spf: none, dkim: [], dmarc: none, arc: none };
}

async function evaluate(
  input: AuthenticationInput,
  resolver: Pick<DnsResolver, 'resolve'>,
): Promise<AuthenticationFacts> {
  const [spf, signatures] = await Promise.all([input.spf, resultsOf(input, resolver)]);
  const { dmarc, alignedDomains } = await checkAuthor(
    {
      headerFrom: input.author.kind === 'found' ? [formatAddress(input.author.address)] : [],
      fromFields: input.author.kind === 'found' ? 1 : 0,
      spf,
      dkim: signatures.dkim,
    },
    resolver,
  );
  return {
    spf,
    dkim: signatures.dkim.map((signature) => describe(signature, alignedDomains, input.header)),
    dmarc,
    arc: signatures.arc,
  };
}

function resultsOf(
  { header, headerBytes, stored }: AuthenticationInput,
  resolver: Pick<DnsResolver, 'resolve'>,
): Promise<SignatureResults> {
  if (stored.kind === 'small') return verifySignatures({ header, headerBytes, data: stored.data }, resolver);
  return stored.observer?.finish() ?? Promise.resolve({ dkim: [], arc: { result: 'none' } });
}

function describe(
  signature: SignatureResult,
  alignedDomains: ReadonlySet<string>,
  header: HeaderBlock,
): AuthenticationFacts['dkim'][number] {
  const { result, domain, selector, comment } = signature;
  return {
    result,
    domain,
    ...(selector === undefined ? {} : { selector }),
    isAligned: alignedDomains.has(domain.toLowerCase()),
    ...(coversRecipients(signature, header) && { coversRecipients: true }),
    ...(comment === undefined ? {} : { comment }),
  };
}

/** Signers sign the last fields of a name (RFC 6376 §5.4.2): one more, put above, would be read first. */
function coversRecipients({ coveredFields, uncoveredOctets }: SignatureResult, header: HeaderBlock): boolean {
  const isCovered = (name: string) =>
    findFields(header, name).length <= coveredFields.filter((covered) => covered === name).length;
  return uncoveredOctets === undefined && isCovered('to') && isCovered('cc');
}
