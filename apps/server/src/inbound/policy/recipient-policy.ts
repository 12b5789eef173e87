import { createHash } from 'node:crypto';
import { type Address, parseAddress } from '@smtpy/mail';
import type { PolicyFact } from '../../queue/index.ts';
import type { InboundDependencies } from '../dependencies.ts';
import type { ReplyRoute, AliasRoute, DiscardRoute, Route } from '../recipients/route.ts';
import { type Refusal, refuse, type ReplyName } from '../replies.ts';
import { clientKey, networkOf } from '../../dns/index.ts';
import type { LimitUse } from '../../limits/index.ts';
import type { Transaction } from '../session/transaction.ts';
import type { InboundPolicy, SenderJudgement } from './ports.ts';

/** Whether one more recipient is taken, with what was found out. */
export type RecipientJudgement =
  | { readonly kind: 'taken'; readonly facts: readonly PolicyFact[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** What is asked. */
export interface RecipientQuestion {
  readonly route: Route;
  /** As it is before this recipient. */
  readonly transaction: Transaction;
  readonly ip: string;
}

type AliasedRoute = AliasRoute | ReplyRoute | DiscardRoute;

/**
 * The questions that need no content, in their order: size, limits of the client, senders, DNS lists, limits of the owner. Reports are asked nothing: they are bound to
 * a delivery of ours. Rejects when the database fails.
 */
export async function judgeRecipient(
  question: RecipientQuestion,
  { config, policy }: Pick<InboundDependencies, 'config' | 'policy'>,
): Promise<RecipientJudgement> {
  const { route, transaction } = question;
  const { declaredBytes = 0 } = transaction;
  if (declaredBytes > config.maxMessageBytes)
    return refused('messageTooLarge', `SIZE=${String(declaredBytes)}`);
  const isRepeated = transaction.routes.some(({ recipient }) => recipient === route.recipient);
  if (route.kind === 'bounce' || isRepeated) return { kind: 'taken', facts: [] };
  const ofClient = takeFrom(policy.limits, usesOfClient(question));
  if (ofClient !== undefined) return ofClient;
  const asked = await askAboutSender(route, question, policy);
  if (asked.kind === 'refused') return asked;
  // Last, so that what is refused for its sender uses up nothing of the owner's.
  const ofOwner = takeFrom(policy.limits, usesOfOwner(route));
  if (ofOwner !== undefined) return ofOwner;
  const { recipient } = route;
  return {
    kind: 'taken',
    facts: [...describeWay(route), { step: 'limits', outcome: 'within', recipient }, ...asked.facts],
  };
}

/** Blocks of the reverse path and DNS lists. Where an allow is in force that the author might match, the content has to tell. */
async function askAboutSender(
  route: AliasedRoute,
  { transaction, ip }: RecipientQuestion,
  { senders, dnsLists }: InboundPolicy,
): Promise<RecipientJudgement> {
  if (route.kind !== 'alias' || route.isAnswer) return { kind: 'taken', facts: [] };
  const sender = await senders.judge(askOptimistically(route, transaction));
  const isFinal = sender.kind !== 'allowed' && !sender.mayBeAllowed;
  if (sender.kind === 'blocked' && isFinal)
    return { kind: 'refused', refusal: refuseBlocked(sender, transaction) };
  const listed = await dnsLists?.check(ip);
  if (listed?.kind === 'listed' && isFinal)
    return { kind: 'refused', refusal: refuseListed(listed.zone, transaction) };
  const { recipient } = route;
  return {
    kind: 'taken',
    facts: listed?.kind === 'not_listed' ? [{ step: 'dns_lists', outcome: 'not_listed', recipient }] : [],
  };
}

function takeFrom(
  limits: InboundPolicy['limits'],
  uses: readonly LimitUse[],
): Extract<RecipientJudgement, { kind: 'refused' }> | undefined {
  const taken = limits.take(uses);
  if (taken.kind === 'within') return undefined;
  return refused(limitReplies[taken.limit] ?? 'tooMuchForAddress', `limit of ${taken.limit}`);
}

const limitReplies: Readonly<Record<string, ReplyName>> = {
  client: 'tooMuchFromClient',
  sender: 'tooMuchFromSender',
};

/**
 * A reverse path is proven later, so it counts together with the network that uses it: nobody uses up what another one may send. The
 * counter holds no address.
 */
function usesOfClient({ transaction, ip }: RecipientQuestion): readonly LimitUse[] {
  if (transaction.submitter !== undefined) return [];
  const sender = createHash('sha256').update(transaction.mailFrom.toLowerCase()).digest('base64url');
  return [
    { limit: 'client', key: clientKey(ip) },
    { limit: 'sender', key: `${sender} ${networkOf(ip)}` },
  ];
}

function usesOfOwner({ alias }: AliasedRoute): readonly LimitUse[] {
  return [
    { limit: 'alias', key: alias.id },
    { limit: 'organization', key: alias.organizationId },
  ];
}

function describeWay(route: AliasedRoute): readonly PolicyFact[] {
  const outcome =
    route.kind === 'alias' ? route.way : route.kind === 'reply' ? 'reply_address' : route.reason;
  return [{ step: 'address', outcome, recipient: route.recipient }];
}

/** What is not proven yet may still be: only what is blocked even then is refused before the content. */
function askOptimistically(route: AliasRoute, { mailFrom }: Transaction) {
  return {
    organizationId: route.alias.organizationId,
    aliasId: route.alias.id,
    mailFrom: addressOf(mailFrom),
    isMailFromProven: true,
    isAuthorProven: false,
  };
}

function addressOf(mailFrom: string): Address | undefined {
  const parsed = parseAddress(mailFrom);
  return parsed.ok ? parsed.value : undefined;
}

/** An owner's own word is final; the operator's may be a mistake that somebody has to notice. */
export function refuseBlocked(
  sender: Extract<SenderJudgement, { kind: 'blocked' | 'allowed' }>,
  transaction: Pick<Transaction, 'routes'>,
): Refusal {
  const reason = `blocked by an entry of the ${sender.entry.scope}`;
  return sender.entry.scope === 'operator'
    ? softened(refuse('senderBlockedHere', reason), transaction)
    : refuse('senderBlocked', reason);
}

/** Temporary: a listing can be lifted. */
export function refuseListed(zone: string, transaction: Pick<Transaction, 'routes'>): Refusal {
  return softened(refuse('clientListed', zone), transaction);
}

/** 421 would end the transaction of recipients that were taken. */
function softened(refusal: Refusal, { routes }: Pick<Transaction, 'routes'>): Refusal {
  return routes.length === 0 ? refusal : { ...refusal, reply: { ...refusal.reply, code: 450 } };
}

function refused(name: ReplyName, reason: string): Extract<RecipientJudgement, { kind: 'refused' }> {
  return { kind: 'refused', refusal: refuse(name, reason) };
}
