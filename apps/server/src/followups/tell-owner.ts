import type { AccountNotice } from '@smtpy/contract';
import { isSameAddress, parseAddress, type Address } from '@smtpy/mail';
import type { NoticeKind } from '../notices/index.ts';
import type { TellOwner } from './action.ts';
import { commonOf, enqueue, note, type Execution } from './execution.ts';
import { buildLetter } from './own-mail.ts';
import { sameNewsMs } from './rules.ts';

/** The preference by which owners choose whether such news is mailed to them; the others always are. Of delays each mailbox says whether they are told. */
const preferences: Readonly<Partial<Record<NoticeKind, AccountNotice>>> = {
  forward_failed: 'failed_forward',
  mailbox_paused: 'mailbox_paused',
  mailbox_resumed: 'mailbox_paused',
};

/** Keeps the news, and mails it to the owners who want it unless the same was mailed today. */
export async function tellOwner(action: TellOwner, execution: Execution): Promise<void> {
  const { tx, dependencies, facts } = execution;
  const { notices, clock } = dependencies;
  const wasMailed = await notices.wasMailedWithin(tx, action.notice, sameNewsMs);
  const addresses = wasMailed ? [] : await findReachableOwners(action, execution);
  const messageIds: string[] = [];
  for (const headerTo of addresses) {
    const mail = buildLetter({ ...commonOf(execution), headerTo, letter: action.letter });
    messageIds.push(await enqueue(execution, mail));
  }
  await notices.record(tx, {
    ...action.notice,
    mailed: addresses.length,
    facts: action.facts,
    at: clock.now(),
  });
  const [noticeMessageId] = messageIds;
  const how =
    noticeMessageId === undefined
      ? { reason: wasMailed ? 'told_today' : await reasonForNobody(action, execution) }
      : { noticeMessageId };
  await note(execution, 'owner_told', { about: facts.followup.kind, ...how });
}

/** Whether nobody can be told, or nobody wants to be. */
async function reasonForNobody(
  { notice }: TellOwner,
  { facts, dependencies: { accounts } }: Execution,
): Promise<'nobody_reachable' | 'not_wanted'> {
  const preference = preferences[notice.kind];
  const { organizationId } = facts.delivery;
  const isWanted =
    preference === undefined || (await accounts.ownerAddresses(organizationId, preference)).length > 0;
  if (isWanted) return 'nobody_reachable';
  return (await accounts.ownerAddresses(organizationId)).length > 0 ? 'not_wanted' : 'nobody_reachable';
}

/** The addresses of the owners who want such news, but those that lead to the mailbox that does not work. */
async function findReachableOwners(
  { brokenMailbox, notice }: TellOwner,
  { facts, dependencies: { accounts, directory } }: Execution,
): Promise<readonly Address[]> {
  const reachable: Address[] = [];
  for (const email of await accounts.ownerAddresses(
    facts.delivery.organizationId,
    preferences[notice.kind],
  )) {
    const address = parseAddress(email);
    if (!address.ok) continue;
    const isBroken = brokenMailbox !== undefined && (await leadsTo(brokenMailbox, address.value, directory));
    if (!isBroken) reachable.push(address.value);
  }
  return reachable;
}

/** Whether mail to the address ends in the mailbox alone: it is the mailbox, or an alias of ours that forwards nowhere else. */
async function leadsTo(
  mailbox: NonNullable<TellOwner['brokenMailbox']>,
  address: Address,
  directory: Execution['dependencies']['directory'],
): Promise<boolean> {
  if (isSameAddress(address, mailbox.address)) return true;
  const entry = await directory.lookUp(address);
  return entry.kind === 'alias' && entry.alias.mailboxes.every(({ id }) => id === mailbox.id);
}
