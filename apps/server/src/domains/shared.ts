import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type { Domain, DomainState, ForwardingMode } from './domain.ts';

/** A domain on which an organization may make aliases. */
export interface UsableDomain {
  readonly id: string;
  readonly name: DomainName;
  readonly state: DomainState;
  readonly isShared: boolean;
  /** Whether it belongs to the organization. */
  readonly isOwn: boolean;
  readonly defaultMode: ForwardingMode;
}

/** More than this many domains nobody chooses from. */
const maxUsableDomains = 1_000;

/**
 * The domains on which an organization may make aliases: its own in any state, oldest first, and then those of others that are shared and
 * receive mail.
 */
export async function listUsableDomains(
  db: Queryable,
  organizationId: string,
): Promise<readonly UsableDomain[]> {
  const rows = await db.query<{
    readonly id: string;
    // Only names that were parsed are stored.
    readonly name: DomainName;
    readonly state: DomainState;
    readonly is_shared: boolean;
    readonly is_own: boolean;
    readonly default_mode: ForwardingMode;
  }>({
    text: `select id, name, state, is_shared, organization_id = $1 as is_own, default_mode from domains
      where removed_at is null and (organization_id = $1 or (is_shared and state in ('active', 'degraded')))
      order by organization_id = $1 desc, number limit $2`,
    params: [organizationId, maxUsableDomains],
  });
  return rows.map(({ is_shared: isShared, is_own: isOwn, default_mode: defaultMode, ...row }) => ({
    ...row,
    isShared,
    isOwn,
    defaultMode,
  }));
}

/** Lets every organization make aliases on a domain, or no other any more: what others made stays. For the operator alone. */
export async function writeShared(
  tx: Tx,
  { domain, isShared }: { readonly domain: Domain; readonly isShared: boolean },
): Promise<void> {
  await tx.query({ text: 'update domains set is_shared = $2 where id = $1', params: [domain.id, isShared] });
  await announceDirectoryChange(tx, { subject: 'domain', name: domain.name });
}
