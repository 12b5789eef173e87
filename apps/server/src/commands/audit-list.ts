import { auditActions } from '@smtpy/contract';
import type { User } from '../accounts/index.ts';
import { formatEntry, type AuditEntry, type AuditScope } from '../audit/index.ts';
import { pageJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';
import { pageOptions, parsePage } from './page-options.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists the audit log. */
export const auditList = defineDatabaseCommand({
  name: 'audit list',
  summary: 'List who did what, newest first',
  options: {
    user: {
      kind: 'text',
      placeholder: 'E',
      text: 'only what this user did, and what was done to this user and the personal organization',
    },
    ...pageOptions,
  },
  examples: ['smtpy audit list --user jane@example.com', 'smtpy audit list --limit 200 --json'],
  run: async (installation, { options }) => {
    const page = parsePage(options);
    if (page.kind !== 'page') return page;
    const user = options.user === undefined ? undefined : await findUser(installation, options.user);
    if (user?.kind === 'refused') return user;
    const { limit, afterId } = page;
    const entries = await installation.audit.list({ scope: scopeOf(user?.value), limit, beforeId: afterId });
    const text = formatTable(['at', 'what', 'who', 'whom', 'where'], entries.map(rowOf), {
      empty: 'Nothing was done.',
    });
    return { kind: 'done', text, data: pageJson(entries, { limit, toJson: entryJson }) };
  },
});

function scopeOf(user: User | undefined): AuditScope {
  return user === undefined
    ? { kind: 'installation' }
    : { kind: 'person', userId: user.id, organizationId: user.organizationId };
}

function rowOf({ at, action, actor, subject }: AuditEntry): readonly string[] {
  const who = actor.label ?? actor.kind;
  const whom = subject === undefined ? '' : `${subject.kind} ${subject.label ?? subject.id}`;
  return [formatInstant(at), auditActions[action], who, whom, actor.ip ?? ''];
}

function entryJson(entry: AuditEntry): object {
  return { ...formatEntry(entry), organization_id: entry.organizationId ?? null };
}
