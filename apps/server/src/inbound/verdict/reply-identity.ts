import { isSameAddress, parseAddress } from '@smtpy/mail';
import { listPeople, readAuthor } from '../../forwarding/index.ts';
import { withinDeadline } from '../deadline.ts';
import type { InboundAlias } from '../dependencies.ts';
import { lookUpTimeoutMs } from '../limits.ts';
import type { ReplyRoute } from '../recipients/route.ts';
import type { Arrival, ReplyDecision } from './arrival.ts';
import { hasBystander } from './bystanders.ts';
import { identifySender, type SenderIdentity } from './sender-identity.ts';
import { proceed, type Step, type StepContext } from './step.ts';

/**
 * Who may send through the reply addresses among the recipients. A mailbox that is proven may; one that is not, or that writes to
 * ordinary people as well, is asked first; strangers are refused, without a word about whose address it is. Where other recipients
 * take the message, the refused ones are recorded.
 *
 * `alias+user=dom.tld@domain` can be made up by anybody. Were strangers refused there, while somebody who claims to be the mailbox has to
 * wait, trying would tell whose alias it is: so they are not told, and what they sent is recorded as discarded.
 */
export const replyIdentity: Step = async (arrival, context) => {
  const { routes } = arrival.transaction;
  const replies = routes.filter((route) => route.kind === 'reply');
  if (replies.length === 0) return proceed(arrival);
  const replyDecisions = new Map<string, ReplyDecision>();
  for (const sameAlias of Map.groupBy(replies, ({ alias }) => alias.id).values()) {
    await decideForAlias(sameAlias, { arrival, context, replyDecisions });
  }
  return proceed({ ...arrival, replyDecisions });
};

interface Deciding {
  readonly arrival: Arrival;
  readonly context: StepContext;
  /** Grows. */
  readonly replyDecisions: Map<string, ReplyDecision>;
}

/** The mailboxes, and whom else the message names, are the same for all reply addresses of an alias. */
async function decideForAlias(
  routes: readonly ReplyRoute[],
  { arrival, context, replyDecisions }: Deciding,
): Promise<void> {
  const decided = routes.map((route) => ({
    route,
    // It is here because somebody else allows its author.
    decision: isToBeRejected(route, arrival, context)
      ? ({ kind: 'refused' } as const)
      : decideByIdentity(route, arrival),
  }));
  const alias = routes.find(isWrittenByPerson)?.alias;
  const isAnyProven = decided.some(({ decision }) => decision.kind === 'proven');
  const isMixed = alias !== undefined && isAnyProven && (await namesOthers(alias, arrival, context));
  for (const { route, decision } of decided) {
    const isHeld = isMixed && isWrittenByPerson(route) && decision.kind === 'proven';
    replyDecisions.set(
      route.recipient,
      isHeld ? { ...decision, kind: 'held', holdReason: 'mixed_recipients' } : decision,
    );
  }
}

function isToBeRejected(
  { origin }: ReplyRoute,
  { authentication: { dmarc } }: Arrival,
  { isDmarcRejectEnforced }: StepContext,
): boolean {
  const isAsked = dmarc.result === 'fail' && dmarc.policy === 'reject';
  return isAsked && isDmarcRejectEnforced && origin.kind !== 'submission';
}

/** Neither an answer, which has no other recipients, nor submitted, where all of them are written to as the alias. */
function isWrittenByPerson({ origin }: ReplyRoute): boolean {
  return origin.kind === 'reply_address' || origin.kind === 'new_contact';
}

function decideByIdentity({ alias, origin, recipient }: ReplyRoute, arrival: Arrival): ReplyDecision {
  switch (origin.kind) {
    case 'submission':
      return { kind: 'proven', mailboxId: undefined };
    case 'return_path':
      return decideAnswer(alias, origin.mailboxId, arrival);
    case 'reply_address':
    case 'new_contact': {
      const identity = identify(alias, arrival, recipient);
      if (identity.kind === 'stranger') return { kind: 'refused' };
      const { mailboxId } = identity;
      return identity.kind === 'proven'
        ? { kind: 'proven', mailboxId }
        : { kind: 'held', holdReason: 'unproven_sender', mailboxId };
    }
  }
}

/**
 * The host of the mailbox knows the return path of a forward, and whoever was shown the message as it came; few automatic answers are
 * signed. So what names the mailbox there is taken for its answer, unless its domain says by DMARC that its mail can be proven, and
 * this cannot.
 */
function decideAnswer(
  alias: InboundAlias,
  mailboxId: string | undefined,
  { header, authentication }: Arrival,
): ReplyDecision {
  const author = readAuthor(header);
  const isTheMailbox =
    author.kind === 'found' && alias.mailboxes.some(({ address }) => isSameAddress(address, author.address));
  return isTheMailbox && authentication.dmarc.result !== 'fail'
    ? { kind: 'proven', mailboxId }
    : { kind: 'held', holdReason: 'unproven_sender', mailboxId };
}

function identify(
  alias: InboundAlias,
  { header, transaction, authentication }: Arrival,
  recipient: string,
): SenderIdentity {
  const replyAddress = parseAddress(recipient);
  const mailFrom = parseAddress(transaction.mailFrom);
  const author = readAuthor(header);
  return identifySender(
    {
      mailFrom: mailFrom.ok ? mailFrom.value : undefined,
      isNullSender: transaction.mailFrom === '',
      headerFrom: author.kind === 'found' ? author.address : undefined,
      authentication,
      isAddressed:
        replyAddress.ok &&
        listPeople(header).some(({ address }) => isSameAddress(address, replyAddress.value)),
    },
    alias.mailboxes,
  );
}

/** Automatic answers, which come with the null sender, may name whom they like: nobody wrote them. */
async function namesOthers(
  alias: InboundAlias,
  { header, transaction }: Arrival,
  { resolve }: StepContext,
): Promise<boolean> {
  if (transaction.mailFrom === '') return false;
  const people = listPeople(header).map(({ address }) => address);
  return withinDeadline(hasBystander(people, alias, resolve), {
    timeoutMs: lookUpTimeoutMs,
    what: 'looking up the other recipients',
  });
}
