import type { AuthenticationFacts } from '../../queue/index.ts';
import { refuse } from '../replies.ts';
import { proceed, type Step } from './step.ts';

/**
 * Does what the domain in From asks for with mail that fails DMARC, if that is `reject` (RFC 9989 §5.4). `quarantine` and `none` are
 * recorded. When the policy itself could not be read, mail passes: nobody's DNS trouble stops mail by itself. When it fails only
 * because SPF or DKIM of that domain could not be looked up, the sender is asked to come back. Reports pass.
 */
export const dmarcPolicy: Step = (arrival, { isDmarcRejectEnforced }) => {
  const facts = arrival.authentication;
  // Reports of some hosts fail DMARC of the domain they write into From. Nobody is shown a report.
  const isReport = arrival.transaction.routes.every(({ kind }) => kind === 'bounce');
  if (isReport) return proceed(arrival);
  const asksReject = facts.dmarc.result === 'fail' && facts.dmarc.policy === 'reject';
  if (!isDmarcRejectEnforced || !asksReject) return proceed(arrival);
  const reason = `DMARC of ${facts.dmarc.domain ?? 'the domain in From'}`;
  return { kind: 'refuse', refusal: refuse(isUndecided(facts) ? 'dmarcUndecided' : 'dmarcReject', reason) };
};

/** Whether SPF or a signature that might have aligned was not decided for want of DNS. */
function isUndecided({ spf, dkim, dmarc }: AuthenticationFacts): boolean {
  const undecided = [...dkim, spf].filter(({ result }) => result === 'temperror');
  return undecided.some(({ domain }) => domain !== undefined && isWithin(domain, dmarc.domain));
}

function isWithin(name: string, organizationalDomain: string | undefined): boolean {
  if (organizationalDomain === undefined) return false;
  const lower = name.toLowerCase();
  return lower === organizationalDomain || lower.endsWith(`.${organizationalDomain}`);
}
