import { accountOperations, auditActions } from '@smtpy/contract';
import { pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { Audit, AuditEntry } from '../audit/index.ts';

/** What happened with the account. */
export function accountAuditRoute({ audit }: { readonly audit: Pick<Audit, 'list'> }): Route {
  return route(accountOperations.listAccountAuditEntries, async ({ query, caller }) => {
    const { userId } = caller.principal;
    const entries = await audit.list({
      scope: { kind: 'person', userId },
      beforeId: parseIdCursor(query.cursor),
      limit: query.limit + 1,
    });
    const page = pageAfter(entries, { limit: query.limit, keysOf: ({ id }) => [id] });
    return {
      items: page.rows.map((entry) => formatOwnEntry(entry, userId)),
      next_cursor: page.nextCursor,
      total: null,
    };
  });
}

/** Where others were, and with which program, is theirs; of someone who was not signed in the person is told, for it may be an attack. */
export function formatOwnEntry(
  { id, at, action, actor, organizationId, subject }: AuditEntry,
  userId: string,
) {
  const isOwn = actor.userId === userId;
  const isShown = isOwn || actor.kind === 'nobody';
  return {
    id,
    at: at.toISOString(),
    action,
    title: auditActions[action],
    is_own: isOwn,
    organization_id: organizationId ?? null,
    key_id: (isOwn ? actor.keyId : undefined) ?? null,
    ip: (isShown ? actor.ip : undefined) ?? null,
    user_agent: (isShown ? actor.userAgent : undefined) ?? null,
    subject:
      subject === undefined ? null : { kind: subject.kind, id: subject.id, label: subject.label ?? null },
  };
}
