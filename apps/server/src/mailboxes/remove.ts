import { formatAddress } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import { isUuid, type Tx } from '../db/index.ts';
import { announceDirectoryChange } from '../domains/index.ts';
import { ensureDefault, makeDefault } from './default-store.ts';
import { maxCountedAliases } from './listed-mailbox.ts';
import type { Mailbox } from './mailbox.ts';
import { addToAliasesOf, countSoleAliases, deleteMailbox } from './remove-store.ts';
import { loadMailbox } from './store.ts';

/** What is to be removed, under the lock of the organization's mailboxes. */
export interface Removal {
  readonly mailbox: Mailbox;
  /** Where its aliases forward to then. */
  readonly moveTo?: string | undefined;
  readonly actor: Actor;
}

/** What removing came to. */
export type RemovalResult =
  | { readonly kind: 'done'; readonly mailbox: Mailbox }
  | { readonly kind: 'not_found' | 'conflict'; readonly reason: string };

/**
 * Removes a mailbox, unless an alias would be left without any. What was accepted for it keeps its destination and its key: its sender was told
 * that it would be delivered.
 */
export async function remove(
  { audit }: { readonly audit: Pick<Audit, 'record'> },
  tx: Tx,
  { mailbox, moveTo, actor }: Removal,
): Promise<RemovalResult> {
  const { id: mailboxId, organizationId } = mailbox;
  const target = moveTo === undefined ? undefined : await findTarget(tx, { mailbox, moveTo });
  if (target?.kind === 'refused') return target.refusal;
  if (target === undefined) {
    const count = await countSoleAliases(tx, { organizationId, mailboxId, limit: maxCountedAliases });
    if (count > 0) return { kind: 'conflict', reason: explainSole(count) };
  } else {
    await addToAliasesOf(tx, { organizationId, mailboxId, toMailboxId: target.mailbox.id });
  }
  await deleteMailbox(tx, { organizationId, mailboxId });
  await handOnDefault(tx, { mailbox, target: target?.mailbox });
  await announceDirectoryChange(tx, { subject: 'organization', name: organizationId });
  const label = formatAddress(mailbox.address);
  await audit.record(tx, {
    action: 'mailbox.removed',
    actor,
    organizationId,
    subject: { kind: 'mailbox', id: mailboxId, label },
    before: { state: mailbox.state, is_default: mailbox.isDefault },
    ...(target !== undefined && { after: { aliases_moved_to: formatAddress(target.mailbox.address) } }),
  });
  return { kind: 'done', mailbox };
}

async function handOnDefault(
  tx: Tx,
  { mailbox, target }: { readonly mailbox: Mailbox; readonly target: Mailbox | undefined },
): Promise<void> {
  const { organizationId, isDefault } = mailbox;
  if (!isDefault) return;
  if (target !== undefined) await makeDefault(tx, { organizationId, mailboxId: target.id });
  else await ensureDefault(tx, organizationId);
}

type Target =
  | { readonly kind: 'found'; readonly mailbox: Mailbox }
  | { readonly kind: 'refused'; readonly refusal: Exclude<RemovalResult, { readonly kind: 'done' }> };

async function findTarget(
  tx: Tx,
  { mailbox, moveTo }: { readonly mailbox: Mailbox; readonly moveTo: string },
): Promise<Target> {
  const refused = (kind: 'not_found' | 'conflict', reason: string): Target => ({
    kind: 'refused',
    refusal: { kind, reason },
  });
  const target = isUuid(moveTo) ? await loadMailbox(tx, moveTo) : undefined;
  if (target?.organizationId !== mailbox.organizationId)
    return refused('not_found', 'There is no such mailbox to move the aliases to');
  if (target.id === mailbox.id)
    return refused('conflict', 'Aliases cannot be moved to the mailbox that is removed');
  if (target.state !== 'confirmed')
    return refused('conflict', 'The mailbox to move the aliases to is not confirmed yet');
  return { kind: 'found', mailbox: target };
}

function explainSole(count: number): string {
  if (count === 1)
    return 'An alias forwards to this mailbox alone. Name another mailbox with move_to, or let the alias forward elsewhere first';
  const many =
    count >= maxCountedAliases ? `${String(maxCountedAliases)} aliases or more` : `${String(count)} aliases`;
  return `${many} forward to this mailbox alone. Name another mailbox with move_to, or let them forward elsewhere first`;
}
