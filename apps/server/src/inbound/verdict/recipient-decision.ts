import type { PolicyFact } from '../../queue/index.ts';
import type { AliasRoute } from '../recipients/route.ts';
import type { Arrival } from './arrival.ts';
import { type RecipientDecision, undecided } from './decision.ts';

/** What was decided for the recipient of a route. */
export function decisionFor({ decisions }: Arrival, { recipient }: AliasRoute): RecipientDecision {
  return decisions.get(recipient) ?? undecided;
}

/** Whether the message is neither refused nor discarded there. */
export function isOpen({ refusal, discardReason }: RecipientDecision): boolean {
  return refusal === undefined && discardReason === undefined;
}

/** Aliases that mail of a stranger is for and that still take it: what the policy is about. Automatic answers of contacts were asked for. */
export function openRoutes(arrival: Arrival): readonly AliasRoute[] {
  return aliasRoutes(arrival).filter((route) => isOpen(decisionFor(arrival, route)));
}

/** The same without those that let the sender through. */
export function doubtingRoutes(arrival: Arrival): readonly AliasRoute[] {
  return openRoutes(arrival).filter((route) => !decisionFor(arrival, route).isAllowed);
}

function aliasRoutes({ transaction, loopingAliasIds }: Arrival): readonly AliasRoute[] {
  return transaction.routes.filter(
    (route): route is AliasRoute =>
      route.kind === 'alias' && route.isAnswer !== true && !loopingAliasIds.has(route.alias.id),
  );
}

/** What a step has found out about one recipient. */
export interface RecipientFinding {
  readonly route: AliasRoute;
  readonly decision?: Partial<RecipientDecision>;
  readonly fact?: Omit<PolicyFact, 'recipient'>;
}

/** The arrival with what a step has found out. */
export function withFindings(arrival: Arrival, findings: readonly RecipientFinding[]): Arrival {
  const decisions = new Map(arrival.decisions);
  for (const { route, decision } of findings) {
    if (decision === undefined) continue;
    const before = decisions.get(route.recipient) ?? undecided;
    const holdReason = before.holdReason ?? decision.holdReason;
    decisions.set(route.recipient, { ...before, ...decision, ...(holdReason && { holdReason }) });
  }
  const facts = findings.flatMap(({ fact, route: { recipient } }) => (fact ? [{ ...fact, recipient }] : []));
  return { ...arrival, decisions, policy: [...arrival.policy, ...facts] };
}

/** The arrival with a fact that is about the message. */
export function withFact(arrival: Arrival, fact: PolicyFact): Arrival {
  return { ...arrival, policy: [...arrival.policy, fact] };
}
