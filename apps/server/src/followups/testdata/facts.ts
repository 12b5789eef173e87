import { parseAddress, type Address, type DeliveryReport, type FailureFacts } from '@smtpy/mail';
import type { AttemptEvidence, FoundDelivery } from '../../queue/index.ts';
import type { FollowedMailbox, FollowupFacts } from '../facts.ts';
import type { FollowupFact } from '../followup.ts';

/** Reads an address of a test. */
export function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** The mailbox that outsiders must never learn of. */
export const mailbox: FollowedMailbox = {
  id: '01890a5d-ac96-774b-bcce-b302099a8001',
  address: address('real.jane@provider.example'),
  isPaused: false,
  wantsDelayNotice: false,
};

/** A refusal with what tells of the mailbox: its address, local part, domain and host. */
export function refusal(failure: FailureFacts, change: Partial<AttemptEvidence> = {}): AttemptEvidence {
  return {
    host: 'mx.provider.example [192.0.2.9]:25',
    stage: 'rcpt',
    reply: {
      code: 550,
      enhanced: '5.1.1',
      text: '<real.jane@provider.example>: no such user at provider.example',
    },
    failure,
    sentIn: 'preserve',
    durationMs: 12,
    ...change,
  };
}

/** A refusal because there is no such mailbox. */
export const hard = refusal({ failureClass: 'hard', cause: 'unknown_recipient' });

/** What a host behind the next hop reports. */
export function report(change: Partial<DeliveryReport> = {}): DeliveryReport {
  return {
    action: 'failed',
    status: '5.1.1',
    diagnostic: '550 5.1.1 <real.jane@provider.example> unknown',
    recipient: 'real.jane@provider.example',
    remoteMta: 'inner.provider.example',
    failure: { failureClass: 'hard', cause: 'unknown_recipient' },
    ...change,
  };
}

const forward: FoundDelivery = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  messageId: '01890a5d-ac96-774b-bcce-b302099a8056',
  organizationId: '01890a5d-ac96-774b-bcce-b302099a8000',
  aliasId: '01890a5d-ac96-774b-bcce-b302099a8002',
  contactId: undefined,
  mailboxId: mailbox.id,
  kind: 'forward',
  mode: 'preserve',
  recipient: 'shop@my.example',
  destination: 'real.jane@provider.example',
  sentAs: 'shop@my.example',
  state: 'bounced',
  reason: undefined,
  createdAt: new Date('2026-01-02T03:04:05Z'),
  expiresAt: new Date('2026-01-07T03:04:05Z'),
  lastEvidence: { stage: 'body', sentIn: 'preserve', durationMs: 10 },
  mailFrom: 'ann@sender.example',
  headerFrom: 'ann@sender.example',
  messageIdHeader: '<1@sender.example>',
  subject: 'Your order',
  noReportReason: undefined,
  receivedAt: new Date('2026-01-02T03:04:05Z'),
};

const reply: Partial<FoundDelivery> = {
  kind: 'reply',
  mode: 'rewrite',
  recipient: 'ann.a1b2c3@my.example',
  destination: 'ann@sender.example',
  mailFrom: 'real.jane@provider.example',
  headerFrom: 'real.jane@provider.example',
  subject: 'Re: Your order',
  noReportReason: 'reply',
};

/** What a test of a plan wants. */
export interface FactWishes {
  readonly delivery?: Partial<FoundDelivery>;
  readonly mailbox?: Partial<FollowedMailbox> | undefined;
  readonly siblings?: FollowupFacts['siblings'];
}

/** Facts about a forward in mode `preserve` of a sender who may be told. */
export function forwardFacts(fact: FollowupFact, wishes: FactWishes = {}): FollowupFacts {
  const delivery = { ...forward, ...wishes.delivery };
  return {
    followup: {
      id: '01890a5d-ac96-774b-bcce-b302099a8099',
      at: new Date('2026-01-02T03:05:00Z'),
      organizationId: delivery.organizationId,
      messageId: delivery.messageId,
      deliveryId: delivery.id,
      attempts: 0,
      ...fact,
    },
    delivery,
    siblings: wishes.siblings ?? [],
    aliasAddress: address('shop@my.example'),
    mailbox:
      'mailbox' in wishes && wishes.mailbox === undefined ? undefined : { ...mailbox, ...wishes.mailbox },
  };
}

/** Facts about a reply from the mailbox to a contact. */
export function replyFacts(fact: FollowupFact, wishes: FactWishes = {}): FollowupFacts {
  return forwardFacts(fact, { ...wishes, delivery: { ...reply, ...wishes.delivery } });
}
