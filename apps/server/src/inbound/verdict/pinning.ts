import type { AliasRoute } from '../recipients/route.ts';
import type { Arrival } from './arrival.ts';
import { provenDomain } from './proven-sender.ts';
import { decisionFor, openRoutes, type RecipientFinding, withFindings } from './recipient-decision.ts';
import { proceed, type Step, type StepContext } from './step.ts';

/**
 * Whether the alias expects the author: the domains it is pinned to are those that its owner named, or that wrote first. Only what is
 * proven counts; an author who proves nothing is expected nowhere but at an alias that expects nobody yet. Then, where the owner
 * wants to see everything first, the message waits for that.
 */
export const pinning: Step = async (arrival, context) => {
  const routes = openRoutes(arrival);
  const findings = await Promise.all(routes.map((route) => judge(route, arrival, context)));
  const judged = withFindings(arrival, findings);
  const previewed = routes.filter(
    (route) => route.alias.holdsForPreview && !decisionFor(judged, route).isAllowed,
  );
  return proceed(
    withFindings(
      judged,
      previewed.map((route) => ({ route, decision: { holdReason: 'preview' } })),
    ),
  );
};

async function judge(
  route: AliasRoute,
  arrival: Arrival,
  { policy }: StepContext,
): Promise<RecipientFinding> {
  const { pinning: mode, id } = route.alias;
  if (mode === 'off' || decisionFor(arrival, route).isAllowed) return { route };
  const domain = provenDomain(arrival);
  const known = await policy.pins.judge(id, domain ?? '');
  const isExpected = known === 'pinned';
  const isLearning = domain !== undefined && !isExpected && (mode === 'learn' || known === 'empty');
  const shown = domain ?? authorDomain(arrival);
  const data = { domain: shown };
  if (isLearning)
    return { route, decision: { learnsDomain: domain }, fact: { step: 'pinning', outcome: 'learned', data } };
  if (isExpected || known === 'empty' || mode === 'learn')
    return { route, fact: { step: 'pinning', outcome: isExpected ? 'pinned' : 'not_proven', data } };
  const decision = mode === 'hold' ? ({ holdReason: 'other_sender' } as const) : { tellsOfDomain: shown };
  return { route, decision, fact: { step: 'pinning', outcome: 'other', data } };
}

function authorDomain({ author }: Arrival): string {
  return author.kind === 'found' ? author.address.domain : '';
}
