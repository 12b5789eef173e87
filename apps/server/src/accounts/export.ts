import { Readable } from 'node:stream';
import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { formatErasure, type AccountRoutesDependencies } from './account-routes.ts';
import { formatOwnEntry } from './audit-routes.ts';
import { organizationSections, personSections, type ExportSection } from './export-sections.ts';
import { findOverview } from './overview.ts';
import { loadPreferences } from './preferences.ts';

/** What an export needs. */
export interface ExportRequest {
  readonly db: Db;
  readonly audit: Pick<Audit, 'list'>;
  readonly erasure: AccountRoutesDependencies['erasure'];
  readonly userId: string;
  readonly exportedAt: Date;
  /** Ends it when nobody reads any more. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows that are in memory at once: with the longest subjects some megabytes. */
const batchRows = 500;

/** Changes with every change that breaks readers. */
const format = 'smtpy-account/1';

/**
 * Everything about a person as one JSON document. Rows are read in batches as fast as they are taken, each batch as it is then: what changes
 * meanwhile may or may not be in it. Errors of the database end the stream before its last bracket.
 */
export function exportAccount(request: ExportRequest): Readable {
  return Readable.from(writeDocument(request), { objectMode: false });
}

async function* writeDocument(request: ExportRequest): AsyncGenerator<string> {
  const { db, erasure, userId, exportedAt, signal } = request;
  const overview = await findOverview(db, userId);
  if (overview === undefined) throw new Error('the person to export is gone');
  const { organizations, id, email, isEmailVerified, username, name, createdAt, ...flags } = overview;
  yield `{"format":${JSON.stringify(format)},"exported_at":${JSON.stringify(exportedAt)},"profile":`;
  yield JSON.stringify({
    id,
    email,
    is_email_verified: isEmailVerified,
    username: username ?? null,
    name,
    is_administrator: flags.isAdministrator,
    is_two_factor_enabled: flags.isTwoFactorEnabled,
    created_at: createdAt,
  });
  yield `,"preferences":${JSON.stringify(await loadPreferences(db, userId))}`;
  yield `,"erasure":${JSON.stringify(formatErasure(await erasure.findAccountErasure(userId)))}`;
  yield* writeEntries(request);
  for (const section of personSections) yield* writeSection(db, { section, ownerId: userId, signal });
  yield ',"organizations":[';
  let separator = '';
  for (const organization of organizations) {
    if (!(await isAlone(db, organization.id))) continue;
    yield `${separator}{"id":${JSON.stringify(organization.id)},"name":${JSON.stringify(organization.name)}`;
    yield `,"settings":${JSON.stringify(await loadSettings(db, organization.id))}`;
    for (const section of organizationSections) {
      yield* writeSection(db, { section, ownerId: organization.id, signal });
    }
    yield '}';
    separator = ',';
  }
  yield ']}\n';
}

/** What the person did and what was done to the account, newest first, as the person may see it. */
async function* writeEntries({ audit, userId, signal }: ExportRequest): AsyncGenerator<string> {
  yield ',"audit_entries":[';
  let beforeId: string | undefined;
  let separator = '';
  for (;;) {
    signal?.throwIfAborted();
    const scope = { kind: 'person', userId } as const;
    const entries = await audit.list({ scope, beforeId, limit: batchRows });
    if (entries.length > 0) {
      yield separator + entries.map((entry) => JSON.stringify(formatOwnEntry(entry, userId))).join(',\n');
      separator = ',\n';
    }
    beforeId = entries.at(-1)?.id;
    if (entries.length < batchRows) break;
  }
  yield ']';
}

async function* writeSection(
  db: Db,
  {
    section: { name, text },
    ownerId,
    signal,
  }: {
    readonly section: ExportSection;
    readonly ownerId: string;
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:[`;
  let lastKey: string | null = null;
  let separator = '';
  for (;;) {
    signal?.throwIfAborted();
    const rows: readonly ({ readonly key: string } & Record<string, unknown>)[] = await db.query({
      text,
      params: [ownerId, lastKey, batchRows],
    });
    if (rows.length > 0) {
      yield separator + rows.map(({ key: _key, ...row }) => JSON.stringify(row)).join(',\n');
      separator = ',\n';
    }
    lastKey = rows.at(-1)?.key ?? null;
    if (rows.length < batchRows) break;
  }
  yield ']';
}

/** Whether an organization has but one member, which is the person who asks. */
async function isAlone(db: Db, organizationId: string): Promise<boolean> {
  const rows = await db.query({
    text: 'select 1 from auth.member where "organizationId" = $1 limit 2',
    params: [organizationId],
  });
  return rows.length === 1;
}

async function loadSettings(db: Db, organizationId: string): Promise<object | null> {
  const [row] = await db.query({
    text: 'select privacy_level, retention_days, wants_digest from organization_settings where organization_id = $1',
    params: [organizationId],
  });
  return row ?? null;
}
