import type { AuthenticationFacts } from '../../queue/index.ts';
import { refuse } from '../replies.ts';
import type { Arrival } from './arrival.ts';
import { doubtingRoutes, openRoutes, withFact, withFindings } from './recipient-decision.ts';
import { proceed, type Step } from './step.ts';

/**
 * Does what the domain in From asks for with mail that fails DMARC (RFC 9989 §5.4): `reject` is refused, `quarantine` is quarantined,
 * `none` is recorded. When the policy itself could not be read, mail passes: nobody's DNS trouble stops mail by itself. When it
 * fails only because SPF or DKIM of that domain could not be looked up, the sender is asked to come back. Reports pass, and so does
 * mail of senders whom an owner allows although they prove nothing.
 */
export const dmarcPolicy: Step = (arrival, { isDmarcRejectEnforced }) => {
  const { dmarc } = arrival.authentication;
  // Reports of some hosts fail DMARC of the domain they write into From. Nobody is shown a report.
  const isReport = arrival.transaction.routes.every(({ kind }) => kind === 'bounce');
  const asked = dmarc.result === 'fail' ? dmarc.policy : undefined;
  if (isReport) return proceed(arrival);
  if (asked === 'reject' && isDmarcRejectEnforced) return rejectWhereDoubted(arrival);
  if (asked !== 'quarantine') return proceed(withFact(arrival, describe(arrival, dmarc.result)));
  const doubting = doubtingRoutes(arrival);
  if (doubting.length > 0 && isUndecided(arrival.authentication)) return refuseAll(arrival, 'dmarcUndecided');
  const held = withFindings(
    arrival,
    doubting.map((route) => ({ route, decision: { holdReason: 'dmarc' } })),
  );
  return proceed(withFact(held, describe(arrival, doubting.length > 0 ? 'quarantined' : 'fail')));
};

/** A reply address takes nothing that fails, whoever is allowed elsewhere. */
function rejectWhereDoubted(arrival: Arrival) {
  const doubting = doubtingRoutes(arrival);
  const isAllowedSomewhere = openRoutes(arrival).length > doubting.length;
  const name = isUndecided(arrival.authentication) ? 'dmarcUndecided' : 'dmarcReject';
  if (!isAllowedSomewhere) return refuseAll(arrival, name);
  const refusal = refuse(name, reasonOf(arrival));
  const rejected = withFindings(
    arrival,
    doubting.map((route) => ({
      route,
      decision: { refusal: { refusal, discardReason: 'dmarc_reject' } },
    })),
  );
  return proceed(withFact(rejected, describe(arrival, 'fail')));
}

function refuseAll(arrival: Arrival, name: 'dmarcUndecided' | 'dmarcReject') {
  return { kind: 'refuse', refusal: refuse(name, reasonOf(arrival)) } as const;
}

function reasonOf({ authentication: { dmarc } }: Arrival): string {
  return `DMARC of ${dmarc.domain ?? 'the domain in From'}`;
}

function describe({ authentication: { dmarc } }: Arrival, outcome: string) {
  const data = {
    ...(dmarc.domain === undefined ? {} : { domain: dmarc.domain }),
    ...(dmarc.policy === undefined ? {} : { policy: dmarc.policy }),
  };
  return { step: 'authentication', outcome, ...(Object.keys(data).length > 0 && { data }) } as const;
}

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
