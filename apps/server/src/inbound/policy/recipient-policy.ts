import { type Address, parseAddress } from '@smtpy/mail';
import type { PolicyFact } from '../../queue/index.ts';
import type { InboundDependencies } from '../dependencies.ts';
import type { ReplyRoute, AliasRoute, DiscardRoute, Route } from '../recipients/route.ts';
import { type Refusal, refuse, type ReplyName } from '../replies.ts';
import { clientKey } from '../../dns/index.ts';
import type { Transaction } from '../session/transaction.ts';
import type { LimitUse, SenderJudgement } from './ports.ts';

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
 * The questions that need no content, in their order: size, limits, senders, DNS lists. Reports are asked nothing: they are bound to
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
  if (route.kind === 'bounce') return { kind: 'taken', facts: [] };
  const limit = policy.limits.take(usesOf(route, question));
  if (limit.kind === 'over')
    return refused(limitReplies[limit.limit] ?? 'tooMuchForAddress', `limit of ${limit.limit}`);
  const { recipient } = route;
  const facts: PolicyFact[] = [...describeWay(route), { step: 'limits', outcome: 'within', recipient }];
  if (route.kind !== 'alias' || route.isAnswer) return { kind: 'taken', facts };
  const sender = await policy.senders.judge(askOptimistically(route, transaction));
  if (sender.kind === 'blocked') return { kind: 'refused', refusal: refuseBlocked(sender, transaction) };
  const listed = await policy.dnsLists?.check(question.ip);
  if (listed?.kind === 'listed' && sender.kind !== 'allowed')
    return { kind: 'refused', refusal: softened(refuse('clientListed', listed.zone), transaction) };
  const isAsked = listed?.kind === 'not_listed';
  return {
    kind: 'taken',
    facts: isAsked ? [...facts, { step: 'dns_lists', outcome: 'not_listed', recipient }] : facts,
  };
}

const limitReplies: Readonly<Record<string, ReplyName>> = {
  client: 'tooMuchFromClient',
  sender: 'tooMuchFromSender',
};

function usesOf(route: AliasedRoute, { transaction, ip }: RecipientQuestion): readonly LimitUse[] {
  const { id, organizationId } = route.alias;
  const client = clientKey(ip);
  const ofOwner: readonly LimitUse[] = [
    { limit: 'alias', key: id },
    { limit: 'organization', key: organizationId },
  ];
  if (transaction.submitter !== undefined) return ofOwner;
  return [
    { limit: 'client', key: client },
    // The null sender is everybody's.
    {
      limit: 'sender',
      key: transaction.mailFrom === '' ? `<> ${client}` : transaction.mailFrom.toLowerCase(),
    },
    ...ofOwner,
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

/** 421 would end the transaction of recipients that were taken. */
function softened(refusal: Refusal, { routes }: Pick<Transaction, 'routes'>): Refusal {
  return routes.length === 0 ? refusal : { ...refusal, reply: { ...refusal.reply, code: 450 } };
}

function refused(name: ReplyName, reason: string): RecipientJudgement {
  return { kind: 'refused', refusal: refuse(name, reason) };
}
