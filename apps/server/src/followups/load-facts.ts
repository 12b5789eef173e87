import { parseAddress } from '@smtpy/mail';
import type { Tx } from '../db/index.ts';
import { listDeliveriesOfMessage, type FoundDelivery } from '../queue/index.ts';
import type { FollowupDependencies } from './dependencies.ts';
import type { FollowedMailbox, FollowupFacts } from './facts.ts';
import type { Followup } from './followup.ts';

type Loaders = Pick<FollowupDependencies, 'queue' | 'mailboxes' | 'mailboxKeys' | 'directory'>;

/** Everything known about what is to be followed up; undefined when retention has taken the delivery. */
export async function loadFacts(
  tx: Tx,
  followup: Followup,
  loaders: Loaders,
): Promise<FollowupFacts | undefined> {
  const found = await loaders.queue.findDelivery({ deliveryId: followup.deliveryId }, tx);
  if (found.kind === 'not_found') return undefined;
  const delivery = withSender(found.delivery, followup);
  const alias = parseAddress(delivery.sentAs);
  if (!alias.ok) throw new Error(`delivery ${delivery.id} is sent as no address: ${alias.reason}`);
  const siblings = await listDeliveriesOfMessage(tx, delivery.messageId);
  const mailbox = await loadMailbox(tx, delivery, loaders);
  return {
    followup,
    delivery: await withToldSubject(delivery, { mailbox, loaders }),
    siblings: siblings.filter(({ id, recipient }) => id !== delivery.id && recipient === delivery.recipient),
    aliasAddress: alias.value,
    mailbox,
  };
}

/** Our letters are in clear: where subjects are to be seen only inside of what is encrypted, they tell none. */
async function withToldSubject(
  delivery: FoundDelivery,
  { mailbox, loaders }: { readonly mailbox: FollowedMailbox | undefined; readonly loaders: Loaders },
): Promise<FoundDelivery> {
  const key = mailbox && (await loaders.mailboxKeys.load(mailbox.id));
  return key?.hidesSubject === true ? { ...delivery, subject: undefined } : delivery;
}

/** With the sender that the followup brings, where the message does not keep him. */
function withSender(delivery: FoundDelivery, { sender }: Followup): FoundDelivery {
  if (sender === undefined) return delivery;
  const { isSenderHidden: _, ...rest } = delivery;
  return { ...rest, mailFrom: sender.mailFrom, headerFrom: sender.headerFrom ?? undefined };
}

/** What was submitted came from no mailbox: the first one of the alias stands for its owner. */
async function loadMailbox(
  tx: Tx,
  delivery: FoundDelivery,
  { mailboxes, directory }: Loaders,
): Promise<FollowedMailbox | undefined> {
  const mailboxId = delivery.mailboxId ?? (await findFirstMailboxId(delivery, directory));
  const mailbox = mailboxId === undefined ? undefined : await mailboxes.load(mailboxId, tx);
  if (mailbox === undefined) return undefined;
  const { id, address, pausedAt, wantsDelayNotice } = mailbox;
  return { id, address, isPaused: pausedAt !== undefined, wantsDelayNotice };
}

async function findFirstMailboxId(
  { kind, aliasId }: FoundDelivery,
  directory: Loaders['directory'],
): Promise<string | undefined> {
  if (kind !== 'reply' || aliasId === undefined) return undefined;
  return (await directory.loadAlias(aliasId))?.mailboxes[0]?.id;
}
