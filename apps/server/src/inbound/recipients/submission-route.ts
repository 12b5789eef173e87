import { type Address, formatAddress } from '@smtpy/mail';
import type { InboundAlias } from '../dependencies.ts';
import { refuse } from '../replies.ts';
import { routeEntry } from './alias-route.ts';
import type { ResolvedAddress } from './resolve-address.ts';
import type { Routing } from './route.ts';

/**
 * What mail of somebody who logged in for `submitter` meets: reply addresses of that alias stand for their contacts, and everybody else
 * gets it as from the alias. An alias of ours gets it by our own listener, like a stranger: what would tell of the writer's real
 * address is removed before.
 */
export function routeSubmission(
  entry: ResolvedAddress,
  address: Address,
  { submitter, now }: { readonly submitter: InboundAlias; readonly now: Date },
): Routing {
  if (entry.kind === 'unknown_domain') return routeOut(address, submitter);
  const routing = routeEntry(entry, address, now);
  if (routing.kind === 'refused') return routing;
  if (routing.route.kind !== 'reply') return routeOut(address, submitter);
  if (routing.route.alias.id !== submitter.id) {
    return { kind: 'refused', refusal: refuse('mailboxUnknown', 'reply address of another alias') };
  }
  return { kind: 'accepted', route: { ...routing.route, origin: { kind: 'submission' } } };
}

function routeOut(address: Address, alias: InboundAlias): Routing {
  return {
    kind: 'accepted',
    route: {
      kind: 'reply',
      recipient: formatAddress(address),
      alias,
      contact: { address, id: undefined },
      origin: { kind: 'submission' },
    },
  };
}
