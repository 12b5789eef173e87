import { spf } from 'mailauth/lib/spf/index.js';
import type { DnsResolver } from '../../dns/index.ts';
import type { AuthenticationFacts } from '../../queue/index.ts';

/** Who says he may send for whom. */
export interface SenderClaim {
  readonly ip: string;
  readonly helo: string;
  /** Empty for the null reverse path: then `helo` is checked (RFC 7208 §2.4). */
  readonly mailFrom: string;
  /** Our name, for the comment. */
  readonly hostname: string;
  readonly timeoutMs: number;
}

/** The result of SPF, in the words of RFC 8601 §2.7.2. */
export type SenderFacts = AuthenticationFacts['spf'];

/** Evaluates SPF by the letter of RFC 7208. Never rejects; what goes wrong here or in DNS is `temperror`. */
export async function checkSender(
  claim: SenderClaim,
  resolver: Pick<DnsResolver, 'resolve'>,
): Promise<SenderFacts> {
  try {
    const { domain, status } = await spf({
      sender: claim.mailFrom,
      ip: claim.ip,
      helo: claim.helo,
      mta: claim.hostname,
      resolver: (name, type) => resolver.resolve(name, type) as Promise<string[] | string[][]>,
      maxElapsedTime: claim.timeoutMs,
      // RFC 7208 §4.6: a syntax error anywhere in a record is a permerror, also behind the term that matches.
      strict: true,
    });
    return { result: status.result, domain, ...(status.comment ? { comment: status.comment } : {}) };
  } catch {
    // Expected: nothing; the library turns DNS errors into results. Its defects must not refuse mail.
    return { result: 'temperror', comment: 'evaluation failed' };
  }
}
