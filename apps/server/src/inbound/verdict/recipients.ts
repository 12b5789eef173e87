import type { Route } from '../recipients/route.ts';
import { type Refusal, refuse } from '../replies.ts';
import type { Arrival } from './arrival.ts';
import { decisionFor } from './recipient-decision.ts';
import { proceed, type Step } from './step.ts';

/** The message is refused when every recipient refuses it; where some take it, the others are recorded as discarded. */
export const recipients: Step = (arrival) => {
  const refusal = refusalOfAll(arrival);
  return refusal === undefined ? proceed(arrival) : { kind: 'refuse', refusal };
};

/** The refusal of a message that no recipient takes; undefined when some do. */
export function refusalOfAll(arrival: Arrival): Refusal | undefined {
  const refusals = arrival.transaction.routes.map((route) => refusalOf(route, arrival));
  const given = refusals.filter((refusal) => refusal !== undefined);
  if (given.length === 0 || given.length < refusals.length) return undefined;
  // Temporary where any of them is: its sender comes back, and meets the final ones again.
  return given.find(({ reply }) => reply.code < 500) ?? given[0];
}

function refusalOf(route: Route, arrival: Arrival): Refusal | undefined {
  switch (route.kind) {
    case 'alias':
      return decisionFor(arrival, route).refusal?.refusal;
    case 'reply': {
      // `alias+user=dom.tld@domain` tells nobody whose it is.
      const isSecret = route.origin.kind === 'reply_address';
      const isRefused = arrival.replyDecisions.get(route.recipient)?.kind === 'refused';
      return isSecret && isRefused ? refuse('notTheOwner') : undefined;
    }
    case 'discard':
    case 'bounce':
      return undefined;
  }
}
