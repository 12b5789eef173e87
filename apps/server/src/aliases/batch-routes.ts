import { aliasOperations, type BulkActionName } from '@smtpy/contract';
import { ApiError, route, streamed, type Route } from '../api/index.ts';
import type { Db } from '../db/index.ts';
import { Turns } from '../turns/index.ts';
import type { AliasMode } from './alias.ts';
import { changeAliases, type BulkSelection } from './bulk.ts';
import type { BulkAction } from './bulk-rules.ts';
import { exportAliases } from './export.ts';
import { importAliases, type ImportedLine } from './import.ts';
import { readFilter } from './read-body.ts';
import { refusalError } from './refusal-error.ts';
import type { AliasRoutesDependencies } from './dependencies.ts';
import { trashMs } from './rules.ts';

/** The routes of many aliases at once. */
export function batchAliasRoutes(dependencies: AliasRoutesDependencies): readonly Route[] {
  return [exportRoute(dependencies), importRoute(dependencies), bulkRoute(dependencies)];
}

/** Pages of exports that are read at once in a process: an export goes on when its request has ended. */
const pagesAtOnce = 2;

function exportRoute({ db, clock, audit }: AliasRoutesDependencies): Route {
  const turns = new Turns(pagesAtOnce);
  const inTurn: Db = { ...db, query: (statement) => turns.take(() => db.query(statement)) };
  return route(aliasOperations.exportAliases, async ({ caller: { organizationId, actor }, query }) => {
    const filters = Object.entries(query).filter(([, value]) => value !== undefined && value !== false);
    await db.transaction((tx) =>
      audit.record(tx, {
        action: 'aliases.exported',
        actor,
        organizationId,
        subject: { kind: 'organization', id: organizationId },
        after: { format: 'csv', ...Object.fromEntries(filters) },
      }),
    );
    const deletedAfter = new Date(clock.now().getTime() - trashMs);
    return streamed({
      contentType: 'text/csv; charset=utf-8; header=present',
      fileName: 'aliases.csv',
      stream: exportAliases(inTurn, { organizationId, filter: readFilter(query), deletedAfter }),
    });
  });
}

function importRoute(dependencies: AliasRoutesDependencies): Route {
  return route(aliasOperations.importAliases, async ({ caller: { organizationId, actor }, body }) => {
    const { csv, dry_run: isDryRun } = body;
    const result = await importAliases(dependencies, { organizationId, actor, csv, isDryRun });
    if (result.kind === 'unreadable') throw ApiError.field('body.csv', `${result.reason}.`);
    const count = (kind: ImportedLine['result']) =>
      result.lines.filter((line) => line.result === kind).length;
    return {
      is_dry_run: isDryRun,
      created: count('created'),
      existing: count('exists'),
      invalid: count('invalid'),
      lines: result.lines.map(({ aliasId, address, message, ...line }) => ({
        ...line,
        address: address ?? null,
        alias_id: aliasId ?? null,
        message: message === undefined ? null : `${message}.`,
      })),
    };
  });
}

function bulkRoute(dependencies: AliasRoutesDependencies): Route {
  return route(aliasOperations.changeAliases, async ({ caller: { organizationId, actor }, body }) => {
    const selection: BulkSelection =
      body.filter === undefined
        ? { kind: 'ids', ids: body.ids ?? [] }
        : { kind: 'filter', filter: readFilter(body.filter), afterId: body.after_id };
    const action = readAction(body.action, body);
    const result = await changeAliases(dependencies, { organizationId, actor, selection, action });
    if (result.kind !== 'done') throw refusalError(result);
    return {
      results: result.results.map(({ message, ...one }) => ({ ...one, message: message ?? null })),
      next_after_id: result.nextAfterId ?? null,
    };
  });
}

interface ActionBody {
  readonly tags?: readonly string[] | undefined;
  readonly mailbox_ids?: readonly string[] | undefined;
  readonly mode?: AliasMode | undefined;
}

/** The schema has made sure that what an action needs is there. */
function readAction(
  kind: BulkActionName,
  { tags = [], mailbox_ids: mailboxIds = [], mode }: ActionBody,
): BulkAction {
  switch (kind) {
    case 'add_tags':
    case 'remove_tags':
      return { kind, tags };
    case 'set_mailboxes':
      return { kind, mailboxIds };
    case 'set_mode':
      if (mode === undefined) throw ApiError.field('body.mode', 'The action set_mode needs this.');
      return { kind, mode };
    default:
      return { kind };
  }
}
