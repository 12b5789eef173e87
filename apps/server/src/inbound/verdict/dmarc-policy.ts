import type { AuthenticationFacts } from '../../queue/index.ts';
import { refuse } from '../replies.ts';
import type { Arrival } from './arrival.ts';
import type { AliasRoute } from '../recipients/route.ts';
import { decisionFor, doubtingRoutes, openRoutes, withFact, withFindings } from './recipient-decision.ts';
import { proceed, type Step } from './step.ts';

/**
 * Does what the domain in From asks for with mail that fails DMARC (RFC 9989 §5.4): `reject` is refused, `quarantine` is quarantined,
 * `none` is recorded. When the policy itself could not be read, mail passes: nobody's DNS trouble stops mail by itself. When it
 * fails only because SPF or DKIM of that domain could not be looked up, the sender is asked to come back. Reports pass.
 *
 * Who is allowed is not quarantined: a list whose reverse path is proven may bring mail of authors whom it has broken. What an author's
 * domain wants rejected passes only where an owner takes mail that proves nothing: else whoever has an account at an allowed provider could
 * write as anybody.
 */
export const dmarcPolicy: Step = (arrival, { isDmarcRejectEnforced }) => {
  const { dmarc } = arrival.authentication;
  // Reports of some hosts fail DMARC of the domain they write into From. Nobody is shown a report.
  const isReport = arrival.transaction.routes.every(({ kind }) => kind === 'bounce');
  const asked = dmarc.result === 'fail' ? dmarc.policy : undefined;
  if (isReport) return proceed(arrival);
  if (asked === 'reject' && isDmarcRejectEnforced) return rejectWhereDoubted(arrival);
  // Where the operator does not let it be refused, it is at least not trusted.
  if (asked !== 'quarantine' && asked !== 'reject')
    return proceed(withFact(arrival, describe(arrival, dmarc.result)));
  const doubting = doubtingRoutes(arrival);
  if (doubting.length > 0 && isUndecided(arrival.authentication)) return refuseAll('dmarcUndecided');
  const held = withFindings(
    arrival,
    doubting.map((route) => ({ route, decision: { holdReason: 'dmarc' } })),
  );
  return proceed(withFact(held, describe(arrival, doubting.length > 0 ? 'quarantined' : 'fail')));
};

/** A reply address, and an answer at a return path, take nothing that is to be rejected, whoever is allowed elsewhere. */
function rejectWhereDoubted(arrival: Arrival) {
  const open = openRoutes(arrival);
  const doubting = open.filter((route) => decisionFor(arrival, route).isAllowedUnproven !== true);
  const isAllowedSomewhere = open.length > doubting.length;
  // What was not decided is not thrown away at some because others take it.
  if (isUndecided(arrival.authentication) && (doubting.length > 0 || !isAllowedSomewhere))
    return refuseAll('dmarcUndecided');
  if (!isAllowedSomewhere) return refuseAll('dmarcReject');
  const refusal = refuse('dmarcReject');
  const rejected = withFindings(
    arrival,
    [...doubting, ...answersOf(arrival)].map((route) => ({
      route,
      decision: { refusal: { refusal, discardReason: 'dmarc_reject' } },
    })),
  );
  return proceed(withFact(rejected, describe(arrival, 'fail')));
}

function answersOf({ transaction }: Arrival): readonly AliasRoute[] {
  return transaction.routes.filter(
    (route): route is AliasRoute => route.kind === 'alias' && route.isAnswer === true,
  );
}

/** The domain is not named: an organization may not want it kept, and refusals are counted by their reason. */
function refuseAll(name: 'dmarcUndecided' | 'dmarcReject') {
  return { kind: 'refuse', refusal: refuse(name) } as const;
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
