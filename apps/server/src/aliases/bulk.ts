import { maxBulkAliases } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { relyOnMailboxes } from '../mailboxes/index.ts';
import type { Clock } from '../observe/index.ts';
import type { MailboxRefusal } from './alias.ts';
import { announceAliases } from './announce.ts';
import { planBulk, type BulkAction, type BulkAlias } from './bulk-rules.ts';
import { applyBulk, loadForBulk } from './bulk-store.ts';
import { chooseMailboxes, type ChoosableMailboxes } from './choose-mailboxes.ts';
import type { AliasFilter } from './details.ts';
import { listIds } from './count-store.ts';
import { trashMs } from './rules.ts';
import { lockAliases } from './store.ts';

/** What bulk actions need. */
export interface BulkDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly mailboxes: ChoosableMailboxes;
}

/** Which aliases. */
export type BulkSelection =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** The first so many behind an alias, in the order of their making. */
  | { readonly kind: 'filter'; readonly filter: AliasFilter; readonly afterId: string | undefined };

/** What to do. */
export interface ChangeAliases {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly selection: BulkSelection;
  readonly action: BulkAction;
}

/** What became of one alias. */
export interface BulkResult {
  readonly id: string;
  readonly result: 'changed' | 'unchanged' | 'refused' | 'not_found';
  readonly message: string | undefined;
}

/** What became of all. */
export type ChangeAliasesResult =
  | {
      readonly kind: 'done';
      readonly results: readonly BulkResult[];
      /** With a filter: the last alias that was reached, where there are more behind it. */
      readonly nextAfterId: string | undefined;
    }
  | MailboxRefusal;

/** Does one action with many aliases, in one transaction with one entry in the audit log. */
export async function changeAliases(
  { db, clock, audit, mailboxes }: BulkDependencies,
  { organizationId, actor, selection, action }: ChangeAliases,
): Promise<ChangeAliasesResult> {
  return db.joinedTransaction(async (tx) => {
    await relyOnMailboxes(tx, organizationId);
    const chosen = await chooseFor(mailboxes, organizationId, action);
    if (chosen.kind !== 'action') return chosen;
    const at = clock.now();
    const deletedAfter = new Date(at.getTime() - trashMs);
    const { ids, nextAfterId } = await select(tx, { organizationId, selection, deletedAfter });
    await lockAliases(tx, { organizationId, aliasIds: ids });
    const aliases = await loadForBulk(tx, { organizationId, aliasIds: ids, deletedAfter });
    const results = judge(ids, aliases, chosen.action);
    const changed = pickChanged(aliases, results);
    await applyBulk(tx, { aliasIds: changed.map(({ id }) => id), action: chosen.action, at });
    await announceAliases(tx, changed);
    if (changed.length > 0)
      await audit.record(tx, {
        action: 'aliases.changed',
        actor,
        organizationId,
        subject: { kind: 'organization', id: organizationId },
        after: factsOf(changed, chosen.action),
      });
    return { kind: 'done', results, nextAfterId };
  });
}

async function chooseFor(
  mailboxes: ChoosableMailboxes,
  organizationId: string,
  action: BulkAction,
): Promise<{ readonly kind: 'action'; readonly action: BulkAction } | MailboxRefusal> {
  if (action.kind !== 'set_mailboxes') return { kind: 'action', action };
  const { mailboxIds } = action;
  const chosen = await chooseMailboxes(mailboxes, { organizationId, mailboxIds, subject: 'the aliases' });
  return chosen.kind === 'mailboxes'
    ? { kind: 'action', action: { ...action, mailboxIds: chosen.ids } }
    : chosen;
}

async function select(
  tx: Tx,
  wanted: { readonly organizationId: string; readonly selection: BulkSelection; readonly deletedAfter: Date },
): Promise<{ readonly ids: readonly string[]; readonly nextAfterId: string | undefined }> {
  const { organizationId, selection, deletedAfter } = wanted;
  if (selection.kind === 'ids')
    return { ids: [...new Set(selection.ids.map((id) => id.toLowerCase()))], nextAfterId: undefined };
  const page = { organizationId, deletedAfter, limit: maxBulkAliases + 1 };
  const found = await listIds(tx, { ...page, filter: selection.filter, afterId: selection.afterId });
  const ids = found.slice(0, maxBulkAliases);
  return { ids, nextAfterId: found.length > maxBulkAliases ? ids.at(-1) : undefined };
}

function judge(
  ids: readonly string[],
  aliases: readonly BulkAlias[],
  action: BulkAction,
): readonly BulkResult[] {
  const byId = new Map(aliases.map((alias) => [alias.id, alias]));
  return ids.map((id) => {
    const alias = byId.get(id);
    if (alias === undefined) return { id, result: 'not_found', message: undefined };
    const plan = planBulk(alias, action);
    if (plan.kind === 'refused') return { id, result: 'refused', message: plan.message };
    return { id, result: plan.kind === 'change' ? 'changed' : 'unchanged', message: undefined };
  });
}

function pickChanged(aliases: readonly BulkAlias[], results: readonly BulkResult[]): readonly BulkAlias[] {
  const changed = new Set(results.filter(({ result }) => result === 'changed').map(({ id }) => id));
  return aliases.filter(({ id }) => changed.has(id));
}

/** The log keeps the first hundred addresses of a list. */
function factsOf(changed: readonly BulkAlias[], action: BulkAction) {
  return {
    action: action.kind,
    ...('tags' in action && { tags: action.tags.join(', ') }),
    ...('mode' in action && { mode: action.mode }),
    ...('mailboxIds' in action && { mailbox_ids: action.mailboxIds }),
    count: changed.length,
    addresses: changed.map(({ address }) => address),
  };
}
