import { networkOf } from '../../dns/index.ts';
import { refuse } from '../replies.ts';
import type { Arrival } from './arrival.ts';
import { doubtingRoutes, openRoutes, withFact } from './recipient-decision.ts';
import { provenDomain } from './proven-sender.ts';
import { proceed, type Step } from './step.ts';

/**
 * Asks senders that were never seen to come back. A sender is the domain that authentication proves, whichever of its hosts comes, or
 * else the network of the client together with the domain of the reverse path. Nobody waits where an owner's reply or report is among
 * the recipients, or where every recipient allows the sender.
 */
export const greylist: Step = async (arrival, { policy }) => {
  const open = openRoutes(arrival);
  if (policy.greylist === undefined || open.length === 0) return proceed(arrival);
  const isForAliasesAlone = arrival.transaction.routes.every(
    ({ kind }) => kind === 'alias' || kind === 'discard',
  );
  if (!isForAliasesAlone || doubtingRoutes(arrival).length === 0)
    return proceed(withFact(arrival, { step: 'greylist', outcome: 'skipped' }));
  const outcome = await policy.greylist.check(senderKey(arrival));
  return outcome === 'wait'
    ? { kind: 'refuse', refusal: refuse('greylisted') }
    : proceed(withFact(arrival, { step: 'greylist', outcome }));
};

function senderKey(arrival: Arrival): string {
  const domain = provenDomain(arrival);
  if (domain !== undefined) return `domain ${domain}`;
  const { spf } = arrival.authentication;
  if (spf.result === 'pass' && spf.domain !== undefined) return `domain ${spf.domain.toLowerCase()}`;
  const { mailFrom } = arrival.transaction;
  return `network ${networkOf(arrival.client.ip)} ${mailFrom.slice(mailFrom.lastIndexOf('@') + 1).toLowerCase()}`;
}
