import { isSameAddress, parseAddress, type Address } from '@smtpy/mail';
import type { TellOwner } from './action.ts';
import { commonOf, enqueue, note, type Execution } from './execution.ts';
import { buildLetter } from './own-mail.ts';
import { sameNewsMs } from './rules.ts';

/** Keeps the news, and mails it to the owners unless the same was mailed today. */
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
      ? { reason: wasMailed ? 'told_today' : 'nobody_reachable' }
      : { noticeMessageId };
  await note(execution, 'owner_told', { about: facts.followup.kind, ...how });
}

/** The owners' addresses but those that lead to the mailbox that does not work. */
async function findReachableOwners(
  { brokenMailbox }: TellOwner,
  { facts, dependencies: { accounts, directory } }: Execution,
): Promise<readonly Address[]> {
  const reachable: Address[] = [];
  for (const email of await accounts.ownerAddresses(facts.delivery.organizationId)) {
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
