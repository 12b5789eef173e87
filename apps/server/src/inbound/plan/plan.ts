import { type Address, formatAddress } from '@smtpy/mail';
import type { NewDelivery, NewMessage } from '../../queue/index.ts';
import type { InboundAlias } from '../dependencies.ts';
import type { Route } from '../recipients/route.ts';
import type { Arrival } from '../verdict/arrival.ts';
import type { ContactIds } from './contact-ids.ts';
import { describeMessage } from './message-facts.ts';

/** What a plan is made from. */
export interface PlanInput {
  readonly arrival: Arrival;
  /** By alias id. */
  readonly contactIds: ReadonlyMap<string, ContactIds>;
  readonly hostname: string;
  readonly receivedAt: Date;
  readonly newId: () => string;
}

/**
 * What an accepted message becomes: one message per organization, one delivery per recipient and confirmed mailbox, and one
 * discarded delivery for each recipient that gets nothing, with the reason. Recipients are independent of each other except that
 * one destination gets the message once per organization. Organizations learn nothing of each other.
 *
 * A destination that is an address of ours is delivered like any other: the loop token stops it if it comes round.
 */
export function planMessages(input: PlanInput): readonly NewMessage[] {
  const shared = describeMessage(input.arrival, input);
  const byOrganization = Map.groupBy(input.arrival.transaction.routes, organizationOf);
  return [...byOrganization].map(([organizationId, routes]) => {
    const destinations = new Set<string>();
    return {
      ...shared,
      id: input.newId(),
      organizationId,
      rcptTo: routes.map(({ recipient }) => recipient),
      deliveries: routes.flatMap((route) => planRoute(route, { ...input, destinations })),
    };
  });
}

interface RouteContext extends PlanInput {
  /** Destinations of the organization so far; grows. */
  readonly destinations: Set<string>;
}

function organizationOf(route: Route): string {
  return route.kind === 'bounce' ? route.organizationId : route.alias.organizationId;
}

function planRoute(route: Route, context: RouteContext): readonly NewDelivery[] {
  const discard = (aliasId: string | undefined, discardReason: string): readonly NewDelivery[] => [
    {
      id: context.newId(),
      recipient: route.recipient,
      ...(aliasId === undefined ? {} : { aliasId }),
      mode: 'rewrite',
      discardReason,
    },
  ];
  switch (route.kind) {
    case 'bounce':
      return discard(route.aliasId, 'bounce_report').map((delivery) => ({
        ...delivery,
        reportOn: route.reportOn,
      }));
    case 'discard':
      return discard(route.alias.id, route.reason);
    case 'alias':
      return context.arrival.loopingAliasIds.has(route.alias.id)
        ? discard(route.alias.id, 'forwarding_loop')
        : planAlias(route.alias, route.recipient, context);
  }
}

function planAlias(alias: InboundAlias, recipient: string, context: RouteContext): readonly NewDelivery[] {
  const ids = context.contactIds.get(alias.id);
  return alias.mailboxes.map((mailbox) => {
    const base = {
      id: context.newId(),
      recipient,
      aliasId: alias.id,
      mailboxId: mailbox.id,
      // Adaptive begins by rewriting, which every receiver accepts.
      mode: alias.mode === 'preserve' ? 'preserve' : 'rewrite',
    } as const;
    const key = destinationKey(mailbox.address);
    if (context.destinations.has(key)) return { ...base, discardReason: 'duplicate_destination' };
    context.destinations.add(key);
    return {
      ...base,
      ...(ids === undefined ? {} : { contactId: ids.contactId }),
      ...(ids?.replyToContactId === undefined ? {} : { replyToContactId: ids.replyToContactId }),
      destination: formatAddress(mailbox.address),
    };
  });
}

/** Local parts are compared as they are: only their own host knows whether case matters (RFC 5321 §2.4). Domains are lower case. */
function destinationKey(address: Address): string {
  return formatAddress(address);
}
