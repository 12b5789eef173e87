import { type Address, foldAddress, formatAddress } from '@smtpy/mail';
import type { NewDelivery, NewMessage, PolicyFact, PrivacyLevel } from '../../queue/index.ts';
import type { AliasRoute, ReplyRoute, Route } from '../recipients/route.ts';
import type { Arrival } from '../verdict/arrival.ts';
import { decisionFor } from '../verdict/recipient-decision.ts';
import { aliasKey, type MessageContacts } from './contact-ids.ts';
import { describeMessage } from './message-facts.ts';
import { organizationOf } from './prepare.ts';

/** What a plan is made from. */
export interface PlanInput {
  readonly arrival: Arrival;
  readonly contacts: MessageContacts;
  /** By organization. */
  readonly privacyLevels: ReadonlyMap<string, PrivacyLevel>;
  readonly hostname: string;
  readonly receivedAt: Date;
  readonly newId: () => string;
}

/**
 * What an accepted message becomes: one message per organization, one delivery per recipient and confirmed mailbox or contact, and one
 * discarded delivery for each recipient that gets nothing, with the reason. Recipients are independent of each other except that
 * one destination gets the message once per organization, and once more what is written to it. Organizations learn nothing of each other.
 *
 * A destination that is an address of ours is delivered like any other: the loop token stops it if it comes round.
 */
export function planMessages(input: PlanInput): readonly NewMessage[] {
  const shared = describeMessage(input.arrival, input);
  const byOrganization = Map.groupBy(input.arrival.transaction.routes, organizationOf);
  return [...byOrganization].map(([organizationId, routes]) => {
    const context = {
      ...input,
      forwardedTo: new Set<string>(),
      heldFor: new Set<string>(),
      repliedTo: new Set<string>(),
    };
    const privacyLevel = input.privacyLevels.get(organizationId);
    return {
      ...shared,
      ...(privacyLevel && { privacyLevel }),
      policy: policyFor(routes, input.arrival),
      // An automatic answer leaves with the null sender whatever it came with, or two of them would answer each other (RFC 3834 §3.3).
      mailFrom: routes.some(isAnswer) ? '' : shared.mailFrom,
      id: input.newId(),
      organizationId,
      rcptTo: routes.map(({ recipient }) => recipient),
      deliveries: routes.flatMap((route) => planRoute(route, context)),
    };
  });
}

interface RouteContext extends PlanInput {
  /** Destinations of the organization so far; they grow. */
  readonly forwardedTo: Set<string>;
  /** The same of what waits for somebody's word: it must not stand for what may leave by another alias. */
  readonly heldFor: Set<string>;
  readonly repliedTo: Set<string>;
}

/** What is about another organization's recipients is not its business. */
function policyFor(routes: readonly Route[], { policy }: Arrival): readonly PolicyFact[] {
  const own = new Set(routes.map(({ recipient }) => recipient));
  const facts = policy.filter(({ recipient }) => recipient === undefined || own.has(recipient));
  return facts.toSorted((one, other) => order.indexOf(one.step) - order.indexOf(other.step));
}

const order: readonly PolicyFact['step'][] = [
  'address',
  'limits',
  'senders',
  'dns_lists',
  'authentication',
  'greylist',
  'pinning',
  'content',
  'rules',
];

function isAnswer(route: Route): boolean {
  if (route.kind === 'reply') return route.origin.kind === 'return_path';
  return route.kind === 'alias' && route.isAnswer === true;
}

function planRoute(route: Route, context: RouteContext): readonly NewDelivery[] {
  switch (route.kind) {
    case 'bounce': {
      const { id: deliveryId, messageId, aliasId } = route.delivery;
      const report = { deliveryId, messageId, report: context.arrival.report };
      const discarded = discard(route.recipient, context, { aliasId, discardReason: 'bounce_report' });
      return [{ ...discarded, reportOn: report }];
    }
    case 'discard':
      return [discard(route.recipient, context, { aliasId: route.alias.id, discardReason: route.reason })];
    case 'alias': {
      const discardReason = reasonToDiscard(route, context.arrival);
      return discardReason === undefined
        ? planForwards(route, context)
        : [discard(route.recipient, context, { aliasId: route.alias.id, discardReason })];
    }
    case 'reply':
      return [planReply(route, context)];
  }
}

/**
 * Besides loops: mail programs answer to all, and do not know that the alias among them is their own user. A reply that leaves as the
 * alias is not forwarded to its writer as well.
 */
function reasonToDiscard(route: AliasRoute, arrival: Arrival) {
  const { alias } = route;
  const { loopingAliasIds, transaction, replyDecisions } = arrival;
  if (loopingAliasIds.has(alias.id)) return 'forwarding_loop';
  const { refusal, discardReason } = decisionFor(arrival, route);
  // Others take the message, so its sender cannot be told.
  if (refusal !== undefined && 'discardReason' in refusal) return refusal.discardReason;
  if (discardReason !== undefined) return discardReason;
  const isWritersOwn = transaction.routes.some(
    (route) =>
      route.kind === 'reply' &&
      route.alias.id === alias.id &&
      replyDecisions.get(route.recipient)?.kind !== 'refused',
  );
  return isWritersOwn ? 'own_reply' : undefined;
}

function discard(
  recipient: string,
  { newId }: RouteContext,
  { aliasId, discardReason }: { readonly aliasId: string | undefined; readonly discardReason: string },
): NewDelivery {
  const id = newId();
  return { id, recipient, ...(aliasId === undefined ? {} : { aliasId }), mode: 'rewrite', discardReason };
}

function planForwards(route: AliasRoute, context: RouteContext): readonly NewDelivery[] {
  const { alias, recipient } = route;
  const decision = decisionFor(context.arrival, route);
  const { mailboxes = alias.mailboxes, changes, refusal, tellsOfDomain } = decision;
  const holdReason = decision.holdReason ?? (refusal && 'waitsAs' in refusal ? refusal.waitsAs : undefined);
  let isTold = holdReason !== undefined;
  const ids = context.contacts.authors.get(aliasKey(alias));
  const aliasAddress = formatAddress(alias.address);
  return mailboxes.map((mailbox) => {
    const base = {
      id: context.newId(),
      recipient,
      aliasId: alias.id,
      mailboxId: mailbox.id,
      mode: alias.mode,
      ...(recipient === aliasAddress ? {} : { sentAs: aliasAddress }),
    } as const;
    if (!isFirst(mailbox.address, holdReason === undefined ? context.forwardedTo : context.heldFor)) {
      return { ...base, discardReason: 'duplicate_destination' };
    }
    const tells = isTold || tellsOfDomain === undefined ? {} : { otherSender: tellsOfDomain };
    isTold = true;
    return {
      ...base,
      ...(ids === undefined ? {} : { contactId: ids.contactId }),
      ...(ids?.replyToContactId === undefined ? {} : { replyToContactId: ids.replyToContactId }),
      destination: formatAddress(mailbox.address),
      ...(Object.keys(changes).length > 0 && { changes }),
      ...(holdReason && { holdReason }),
      ...tells,
    };
  });
}

function planReply(route: ReplyRoute, context: RouteContext): NewDelivery {
  const { alias, recipient } = route;
  const aliasId = alias.id;
  const reply = { kind: 'reply' } as const;
  const decision = context.arrival.replyDecisions.get(recipient);
  if (decision === undefined) throw new Error('nothing was decided about a reply');
  if (decision.kind === 'refused') {
    return { ...discard(recipient, context, { aliasId, discardReason: 'not_the_owner' }), ...reply };
  }
  if (context.arrival.loopingAliasIds.has(aliasId)) {
    return { ...discard(recipient, context, { aliasId, discardReason: 'forwarding_loop' }), ...reply };
  }
  // Contacts fold case.
  if (!isFirst(foldAddress(route.contact.address), context.repliedTo)) {
    return { ...discard(recipient, context, { aliasId, discardReason: 'duplicate_destination' }), ...reply };
  }
  const contactId = context.contacts.recipients.get(recipient);
  return {
    ...reply,
    id: context.newId(),
    recipient,
    aliasId,
    ...(contactId === undefined ? {} : { contactId }),
    ...(decision.mailboxId === undefined ? {} : { mailboxId: decision.mailboxId }),
    destination: formatAddress(route.contact.address),
    sentAs: formatAddress(alias.address),
    mode: 'rewrite',
    ...(decision.kind === 'held' ? { holdReason: decision.holdReason } : {}),
  };
}

/**
 * Whether the destination is not among those so far, to which it is added. Local parts are compared as they are: only their own host
 * knows whether case matters (RFC 5321 §2.4). Domains are lower case.
 */
function isFirst(address: Address, destinations: Set<string>): boolean {
  const key = formatAddress(address);
  if (destinations.has(key)) return false;
  destinations.add(key);
  return true;
}
