import { parseAddress } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import type { Tx } from '../db/index.ts';
import { recordFact } from '../facts/index.ts';
import { deleteMailbox, isOurs, lockMailboxes } from '../mailboxes/index.ts';
import { hashToken } from '../members/index.ts';
import type { Answer, AnswerResult, MailboxConfirmationsDependencies } from './confirmation.ts';
import { deleteLink, deleteRefusal, findAsked, saveRefusal, type AskedMailbox } from './store.ts';

/** Confirms the mailbox of a link. Of any number of calls at once, one succeeds. */
export function confirm(
  dependencies: MailboxConfirmationsDependencies,
  answer: Answer,
): Promise<AnswerResult> {
  return withAsked(dependencies, answer, async (tx, asked) => {
    const loop = await explainLoop(dependencies, asked);
    if (loop !== undefined) return loop;
    const { mailboxId, organizationId, organizationName, address } = asked;
    const confirmed = await dependencies.mailboxes.confirmPending(tx, { organizationId, mailboxId });
    if (confirmed === undefined) throw new Error(`mailbox ${mailboxId} changed under the lock`);
    await deleteLink(tx, mailboxId);
    // Of an older request to the same address, which its owner has thought better of.
    await deleteRefusal(tx, { organizationId, address });
    await dependencies.audit.record(tx, {
      action: 'mailbox.confirmed',
      actor: actorOf(answer),
      organizationId,
      subject: { kind: 'mailbox', id: mailboxId, label: address },
      before: { state: 'pending' },
      after: { state: 'confirmed', is_default: confirmed.isDefault },
    });
    await recordFact(tx, { organizationId, type: 'mailbox_confirmed', data: { mailboxId, address } });
    await tell(dependencies, tx, { asked, kind: 'mailbox_confirmed' });
    return { kind: 'confirmed', organizationName, address };
  });
}

/** Removes the mailbox of a link, and keeps the organization from asking its address again. */
export function refuse(
  dependencies: MailboxConfirmationsDependencies,
  answer: Answer,
): Promise<AnswerResult> {
  return withAsked(dependencies, answer, async (tx, asked) => {
    const { mailboxId, organizationId, organizationName, address } = asked;
    await deleteMailbox(tx, { organizationId, mailboxId });
    await saveRefusal(tx, { organizationId, address, at: dependencies.clock.now() });
    await dependencies.audit.record(tx, {
      action: 'mailbox.removed',
      actor: actorOf(answer),
      organizationId,
      subject: { kind: 'mailbox', id: mailboxId, label: address },
      before: { state: 'pending' },
      after: { reason: 'refused_at_the_address' },
    });
    await tell(dependencies, tx, { asked, kind: 'mailbox_refused' });
    return { kind: 'refused', organizationName, address };
  });
}

/**
 * Runs `work` with the mailbox of a link that works, under the lock of its organization. All is read again under the lock: a link that was used,
 * replaced or removed meanwhile does not work.
 */
function withAsked(
  { db, clock }: MailboxConfirmationsDependencies,
  { token }: Answer,
  work: (tx: Tx, asked: AskedMailbox) => Promise<AnswerResult>,
): Promise<AnswerResult> {
  const tokenHash = hashToken(token);
  return db.joinedTransaction(async (tx): Promise<AnswerResult> => {
    const early = await findAsked(tx, { tokenHash, now: clock.now() });
    if (early === undefined) return { kind: 'link_invalid' };
    await lockMailboxes(tx, early.organizationId);
    const asked = await findAsked(tx, { tokenHash, now: clock.now() });
    return asked === undefined ? { kind: 'link_invalid' } : work(tx, asked);
  });
}

/** The domain of the address may have become ours since it was added. */
async function explainLoop(
  { domains }: MailboxConfirmationsDependencies,
  { address }: AskedMailbox,
): Promise<AnswerResult | undefined> {
  const parsed = parseAddress(address);
  if (!parsed.ok) throw new Error(`a mailbox has no valid address: ${parsed.reason}`);
  const domain = await domains.findDomain(parsed.value.domain);
  if (domain === undefined || !isOurs(domain.state)) return undefined;
  const reason = `Mail to ${parsed.value.domain} comes to this server, so it cannot be forwarded there`;
  return { kind: 'own_domain', reason };
}

/** Nothing that tells where the person is: the log is read by an organization that may be a stranger. */
function actorOf({ requestId }: Answer): Actor {
  return { kind: 'nobody', requestId };
}

async function tell(
  { notices, clock }: MailboxConfirmationsDependencies,
  tx: Tx,
  { asked, kind }: { readonly asked: AskedMailbox; readonly kind: 'mailbox_confirmed' | 'mailbox_refused' },
): Promise<void> {
  const { organizationId, mailboxId, address } = asked;
  await notices.record(tx, {
    organizationId,
    kind,
    subjectId: kind === 'mailbox_confirmed' ? mailboxId : undefined,
    mailed: 0,
    facts: { address },
    at: clock.now(),
  });
}
