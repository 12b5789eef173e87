import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type { CatchAllMode, Domain, DomainState, ForwardingMode, MtaStsMode, OwnDomain } from './domain.ts';

/** A row of {@link domainColumns}. */
export interface DomainRow {
  readonly id: string;
  readonly number: number;
  readonly organization_id: string;
  readonly name: string;
  readonly state: DomainState;
  readonly default_mode: ForwardingMode;
  readonly catch_all: CatchAllMode;
  readonly catch_all_pattern: string | null;
  readonly is_shared: boolean;
  readonly verification_token: string;
  readonly created_at: Date;
  readonly activated_at: Date | null;
  readonly is_trusted: boolean;
  readonly wants_mta_sts: boolean;
  readonly mta_sts_mode: MtaStsMode;
  readonly wants_tls_rpt: boolean;
  readonly tls_rpt_address: string | null;
  readonly checked_at: Date | null;
  readonly next_check_at: Date;
  readonly holder_gone_since: Date | null;
  readonly lost_at: Date | null;
}

/** What a {@link Domain} is made of, of a table `d`. */
export const domainColumns = `d.id, d.number, d.organization_id, d.name, d.state, d.default_mode, d.catch_all, d.catch_all_pattern, d.is_shared,
  d.verification_token, d.created_at, d.activated_at, d.is_trusted, d.wants_mta_sts, d.mta_sts_mode, d.wants_tls_rpt,
  d.tls_rpt_address, d.checked_at, d.next_check_at, d.holder_gone_since, d.lost_at`;

/** A domain out of its row. */
export function domainOf(row: DomainRow): Domain {
  return {
    id: row.id,
    number: row.number,
    organizationId: row.organization_id,
    // Only names that were parsed are stored.
    name: row.name as DomainName,
    state: row.state,
    defaultMode: row.default_mode,
    catchAll: row.catch_all,
    catchAllPattern: row.catch_all_pattern ?? undefined,
    isShared: row.is_shared,
    verificationToken: row.verification_token,
    createdAt: row.created_at,
    activatedAt: row.activated_at ?? undefined,
    isTrusted: row.is_trusted,
    wantsMtaSts: row.wants_mta_sts,
    mtaStsMode: row.mta_sts_mode,
    wantsTlsRpt: row.wants_tls_rpt,
    tlsRptAddress: row.tls_rpt_address ?? undefined,
    checkedAt: row.checked_at ?? undefined,
    nextCheckAt: row.next_check_at,
    holderGoneSince: row.holder_gone_since ?? undefined,
    lostAt: row.lost_at ?? undefined,
  };
}

/**
 * A domain by name: that of the organization where one is given and has it, or else the one that holds the name, or else the oldest that
 * waits for it. None that was removed.
 */
export async function findDomain(
  db: Queryable,
  name: DomainName,
  organizationId?: string,
): Promise<Domain | undefined> {
  const [row] = await db.query<DomainRow>({
    name: 'domains-find',
    text: `select ${domainColumns} from domains d where d.name = $1 and d.removed_at is null
      order by d.organization_id = $2::uuid desc nulls last, d.state = 'pending', d.number limit 1`,
    params: [name, organizationId ?? null],
  });
  return row && domainOf(row);
}

/** A domain of an organization by id; undefined when it has no such domain. */
export async function findOwnDomain(
  db: Queryable,
  { organizationId, domainId }: OwnDomain,
): Promise<Domain | undefined> {
  const [row] = await db.query<DomainRow>({
    text: `select ${domainColumns} from domains d where d.id = $1 and d.organization_id = $2 and d.removed_at is null`,
    params: [domainId, organizationId],
  });
  return row && domainOf(row);
}

/** The same, locked until `tx` ends. */
export async function lockOwnDomain(
  tx: Tx,
  { organizationId, domainId }: OwnDomain,
): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `select ${domainColumns} from domains d
      where d.id = $1 and d.organization_id = $2 and d.removed_at is null for no key update`,
    params: [domainId, organizationId],
  });
  return row && domainOf(row);
}

/** The domains of an organization by name. */
export async function listDomains(db: Queryable, organizationId: string): Promise<readonly Domain[]> {
  const rows = await db.query<DomainRow>({
    text: `select ${domainColumns} from domains d where d.organization_id = $1 and d.removed_at is null order by d.name`,
    params: [organizationId],
  });
  return rows.map(domainOf);
}

/** What to change of the settings of a domain; what is absent stays. */
export interface DomainChanges extends OwnDomain {
  readonly defaultMode?: ForwardingMode | undefined;
  readonly wantsMtaSts?: boolean | undefined;
  readonly mtaStsMode?: MtaStsMode | undefined;
  readonly wantsTlsRpt?: boolean | undefined;
  /** Proven by the caller; null: none. */
  readonly tlsRptAddress?: string | null | undefined;
}

/** Changes the settings of a domain; undefined when the organization has no such domain. */
export async function updateSettings(tx: Tx, change: DomainChanges): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `update domains d set default_mode = coalesce($3, d.default_mode), wants_mta_sts = coalesce($4, d.wants_mta_sts),
        mta_sts_mode = coalesce($5, d.mta_sts_mode), wants_tls_rpt = coalesce($6, d.wants_tls_rpt),
        tls_rpt_address = case when $7::boolean then $8 else d.tls_rpt_address end
      where d.id = $1 and d.organization_id = $2 and d.removed_at is null returning ${domainColumns}`,
    params: [
      change.domainId,
      change.organizationId,
      change.defaultMode,
      change.wantsMtaSts,
      change.mtaStsMode,
      change.wantsTlsRpt,
      change.tlsRptAddress !== undefined,
      change.tlsRptAddress ?? null,
    ],
  });
  return row && domainOf(row);
}

/** What to change of the catch-all of a domain; what is absent stays. */
export interface CatchAllChange {
  readonly organizationId: string;
  readonly domainId: string;
  readonly mode?: CatchAllMode | undefined;
  /** Proven to be RE2 by the caller; null: any local part. */
  readonly pattern?: string | null | undefined;
}

/**
 * Changes the catch-all of a domain, and tells of it when `tx` commits; undefined when the organization has no such domain. Part of a
 * transaction of `aliases/`, which has the alias that stands for what is caught.
 */
export async function writeCatchAll(tx: Tx, change: CatchAllChange): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `update domains d set catch_all = coalesce($3, d.catch_all),
        catch_all_pattern = case when $4::boolean then $5 else d.catch_all_pattern end
      where d.id = $1 and d.organization_id = $2 and d.removed_at is null returning ${domainColumns}`,
    params: [
      change.domainId,
      change.organizationId,
      change.mode,
      change.pattern !== undefined,
      change.pattern ?? null,
    ],
  });
  if (row === undefined) return undefined;
  await announceDirectoryChange(tx, { subject: 'domain', name: row.name });
  return domainOf(row);
}

/** Whether the organization has a mailbox on a domain. It reads the table of mailboxes, which know domains and not the reverse. */
export async function hasMailboxOn(
  db: Queryable,
  organizationId: string,
  name: DomainName,
): Promise<boolean> {
  const rows = await db.query({
    text: `select 1 from mailboxes where organization_id = $1 and right(address, length($2) + 1) = '@' || $2 limit 1`,
    params: [organizationId, name],
  });
  return rows.length > 0;
}
