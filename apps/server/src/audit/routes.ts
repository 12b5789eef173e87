import { auditOperations } from '@smtpy/contract';
import { pageAfter, parseIdCursor, route, streamed, type Route } from '../api/index.ts';
import type { Db } from '../db/index.ts';
import type { Audit } from './audit.ts';
import type { AuditFilter } from './entry.ts';
import type { AuditExportFormat } from './export.ts';
import { formatEntry } from './form.ts';

/** What the routes of the log need. */
export interface AuditRoutesDependencies {
  readonly db: Db;
  readonly audit: Audit;
}

/** The routes of the log. */
export function auditRoutes(dependencies: AuditRoutesDependencies): readonly Route[] {
  return [listRoute(dependencies), exportRoute(dependencies)];
}

function listRoute({ audit }: AuditRoutesDependencies): Route {
  return route(auditOperations.listAuditEntries, async ({ caller, query: { cursor, limit, ...filter } }) => {
    const entries = await audit.list({
      scope: { kind: 'organization', organizationId: caller.organizationId },
      filter: readFilter(filter),
      beforeId: parseIdCursor(cursor),
      limit: limit + 1,
    });
    const { rows, nextCursor } = pageAfter(entries, { limit, keysOf: ({ id }) => [id] });
    // To count the entries of years costs more than anyone gains by it.
    return { items: rows.map(formatEntry), next_cursor: nextCursor, total: null };
  });
}

function exportRoute({ db, audit }: AuditRoutesDependencies): Route {
  return route(auditOperations.exportAuditEntries, async ({ caller, body: { format, ...filter } }) => {
    const { organizationId, actor } = caller;
    const filters = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
    await db.transaction((tx) =>
      audit.record(tx, {
        action: 'audit.exported',
        actor,
        organizationId,
        subject: { kind: 'organization', id: organizationId },
        after: { format, ...filters },
      }),
    );
    return streamed({
      ...downloads[format],
      stream: audit.export({
        scope: { kind: 'organization', organizationId },
        filter: readFilter(filter),
        format,
      }),
    });
  });
}

const downloads: Readonly<
  Record<AuditExportFormat, { readonly contentType: string; readonly fileName: string }>
> = {
  csv: { contentType: 'text/csv; charset=utf-8; header=present', fileName: 'audit.csv' },
  jsonl: { contentType: 'application/jsonl; charset=utf-8', fileName: 'audit.jsonl' },
};

/** Filters as the contract has them. */
export interface AuditFilterBody {
  readonly action?: AuditFilter['action'];
  readonly actor_kind?: AuditFilter['actorKind'];
  readonly actor_user_id?: string | undefined;
  readonly actor_key_id?: string | undefined;
  readonly subject_kind?: string | undefined;
  readonly subject_id?: string | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  readonly search?: string | undefined;
}

/** Reads the filters of a request. */
export function readFilter(body: AuditFilterBody): AuditFilter {
  return {
    action: body.action,
    actorKind: body.actor_kind,
    actorUserId: body.actor_user_id,
    actorKeyId: body.actor_key_id,
    subjectKind: body.subject_kind,
    subjectId: body.subject_id,
    after: readInstant(body.after),
    before: readInstant(body.before),
    search: body.search,
  };
}

function readInstant(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
