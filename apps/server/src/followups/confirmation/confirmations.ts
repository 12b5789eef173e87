import { formatAddress, maskAddress } from '@smtpy/mail';
import type { Db } from '../../db/index.ts';
import type { Mailboxes } from '../../mailboxes/index.ts';
import type { Clock } from '../../observe/index.ts';
import {
  isQuarantineReason,
  listDeliveriesOfMessage,
  type DeliveryOfMessage,
  type FoundDelivery,
  type ReplyHoldReason,
  type Queue,
} from '../../queue/index.ts';
import { parseHeldToken } from '../held-token.ts';

/** What {@link createConfirmations} needs. */
export interface ConfirmationsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly queue: Pick<Queue, 'findDelivery' | 'release' | 'cancel'>;
  readonly mailboxes: Pick<Mailboxes, 'load'>;
  /** The key of the purpose `confirmation`. */
  readonly key: Buffer;
}

/** What a link leads to. */
export type Confirmation =
  | { readonly kind: 'waiting'; readonly reply: HeldReply }
  /** It was decided, or its time was over. */
  | { readonly kind: 'sent' | 'deleted' | 'lapsed'; readonly reply: HeldReply }
  /** The link's own time is over. */
  | { readonly kind: 'expired_link' }
  /** No link of ours. */
  | { readonly kind: 'no_link' };

/** A held reply as its page shows it. Whoever has the link sees it, so the mailbox is masked. */
export interface HeldReply {
  readonly mailbox: string;
  /** Whom it is for, those that still wait where some do. */
  readonly contacts: readonly string[];
  /** The alias it leaves as. */
  readonly sentAs: string;
  readonly subject: string | undefined;
  readonly receivedAt: Date;
  readonly reason: ReplyHoldReason | undefined;
}

/** Letting held replies go, or deleting them, on the word of whoever has the link from the mailbox. */
export interface Confirmations {
  /** What the link is about. Changes nothing: programs that read mail follow links. */
  show(token: string): Promise<Confirmation>;
  /** Sends what waits, to all contacts of the message. Gives what holds afterwards, whoever decided it. */
  send(token: string): Promise<Confirmation>;
  /** Deletes what waits. Gives what holds afterwards, whoever decided it. */
  discard(token: string): Promise<Confirmation>;
}

/** Confirmations over the queue. */
export function createConfirmations(dependencies: ConfirmationsDependencies): Confirmations {
  const { queue } = dependencies;
  const decide = async (
    token: string,
    act: (deliveryId: string) => Promise<unknown>,
  ): Promise<Confirmation> => {
    const found = await find(dependencies, token);
    if (found.kind !== 'found') return found;
    for (const { id } of found.waiting) await act(id);
    return show(dependencies, token);
  };
  return {
    show: (token) => show(dependencies, token),
    send: (token) => decide(token, (deliveryId) => queue.release({ deliveryId, by: 'mailbox' })),
    discard: (token) =>
      decide(token, (deliveryId) => queue.cancel({ deliveryId, by: 'mailbox', isHeldOnly: true })),
  };
}

type Found =
  | {
      readonly kind: 'found';
      readonly delivery: FoundDelivery;
      /** The deliveries of the message that wait for their writer. What is in quarantine is decided elsewhere. */
      readonly waiting: readonly DeliveryOfMessage[];
    }
  | Extract<Confirmation, { kind: 'no_link' | 'expired_link' }>;

async function find({ db, clock, queue, key }: ConfirmationsDependencies, token: string): Promise<Found> {
  const parsed = parseHeldToken(token, key, clock.now());
  switch (parsed.kind) {
    case 'forged':
      return { kind: 'no_link' };
    case 'expired':
      return { kind: 'expired_link' };
    case 'valid': {
      const { deliveryId } = parsed;
      const found = await queue.findDelivery({ deliveryId });
      // Retention has taken it.
      if (found.kind === 'not_found') return { kind: 'expired_link' };
      const { delivery } = found;
      const all = await listDeliveriesOfMessage(db, delivery.messageId);
      return { kind: 'found', delivery, waiting: all.filter(isWaiting) };
    }
  }
}

function isWaiting({ state, reason }: DeliveryOfMessage): boolean {
  return state === 'held' && !isQuarantineReason(reason);
}

async function show(dependencies: ConfirmationsDependencies, token: string): Promise<Confirmation> {
  const found = await find(dependencies, token);
  if (found.kind !== 'found') return found;
  const { delivery, waiting } = found;
  const mailbox = delivery.mailboxId && (await dependencies.mailboxes.load(delivery.mailboxId));
  const address = mailbox ? formatAddress(mailbox.address) : (delivery.headerFrom ?? delivery.mailFrom);
  const contacts = waiting.length > 0 ? waiting : [delivery];
  const reply: HeldReply = {
    mailbox: maskAddress(address),
    contacts: contacts.map(({ destination, recipient }) => destination ?? recipient),
    sentAs: delivery.sentAs,
    subject: delivery.subject,
    receivedAt: delivery.receivedAt,
    reason: waiting.length > 0 ? (waiting[0]?.reason as ReplyHoldReason | undefined) : undefined,
  };
  return { kind: waiting.length > 0 ? 'waiting' : outcomeOf(delivery), reply };
}

/** How it ended. What was sent may still be on its way, or have failed: of that its writer hears elsewhere. */
function outcomeOf({ state, lastEvidence }: FoundDelivery): 'sent' | 'deleted' | 'lapsed' {
  switch (state) {
    case 'cancelled':
    case 'discarded':
      return 'deleted';
    case 'expired':
      // Only what was let go was ever attempted.
      return lastEvidence === undefined ? 'lapsed' : 'sent';
    case 'held':
    case 'queued':
    case 'sending':
    case 'deferred':
    case 'delivered':
    case 'bounced':
    case 'released':
      return 'sent';
  }
}
