import { countReceived } from '@smtpy/mail';
import { findLoop, isMarked, loopToken } from '../../forwarding/index.ts';
import { maxReceivedFields } from '../limits.ts';
import type { AliasRoute, ReplyRoute, Route } from '../recipients/route.ts';
import { refuse } from '../replies.ts';
import type { Arrival } from './arrival.ts';
import { proceed, type Step } from './step.ts';

/**
 * Mail that goes round (RFC 5321 §6.3): too many hops, or all its aliases have sent it on before. Where only some have, those are
 * recorded as discarded and the others get it.
 */
export const loop: Step = (arrival, { loopKey }) => {
  const hops = countReceived(arrival.header);
  if (hops > maxReceivedFields)
    return { kind: 'refuse', refusal: refuse('tooManyHops', `${hops} Received fields`) };
  const loopingAliasIds = findLoopingAliases(arrival, loopKey);
  const { routes } = arrival.transaction;
  const isEveryRecipientLooping = routes.every(
    (route) => sendsOn(route) && loopingAliasIds.has(route.alias.id),
  );
  if (routes.length > 0 && isEveryRecipientLooping) return { kind: 'refuse', refusal: refuse('mailLoop') };
  return proceed({ ...arrival, loopingAliasIds });
};

/** A reply counts as well: a mailbox that sends everything on to a reply address sends on what the alias sent to it. */
function sendsOn(route: Route): route is AliasRoute | ReplyRoute {
  return route.kind === 'alias' || route.kind === 'reply';
}

function findLoopingAliases({ header, transaction }: Arrival, loopKey: Buffer): ReadonlySet<string> {
  if (!isMarked(header)) return new Set();
  return new Set(
    transaction.routes.flatMap((route) => {
      if (!sendsOn(route)) return [];
      const tokens = new Set([loopToken(route.alias.id, loopKey)]);
      return findLoop(header, tokens) === undefined ? [] : [route.alias.id];
    }),
  );
}
