import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { Domain, DomainState } from './domain.ts';
import { domainColumns, domainOf, type DomainRow } from './store.ts';

/** A domain to insert. */
export interface NewDomain {
  readonly id: string;
  readonly organizationId: string;
  readonly name: DomainName;
  readonly state: DomainState;
  readonly isTrusted: boolean;
  readonly verificationToken: string;
  readonly createdAt: Date;
}

/** Lets one transaction at a time add domains of an organization, until it ends: what is counted stays true. */
export async function lockAdding(tx: Tx, organizationId: string): Promise<void> {
  await tx.query({
    text: `select pg_advisory_xact_lock(hashtextextended('domains of ' || $1, 0))`,
    params: [organizationId],
  });
}

/** How many domains an organization has, and how many of them were never active. */
export async function countDomains(
  db: Queryable,
  organizationId: string,
): Promise<{ readonly all: number; readonly claims: number }> {
  const [row] = await db.query<{ readonly all: number; readonly claims: number }>({
    text: `select count(*)::integer as all, count(*) filter (where activated_at is null)::integer as claims
      from domains where organization_id = $1 and removed_at is null`,
    params: [organizationId],
  });
  return row ?? { all: 0, claims: 0 };
}

/** Inserts a domain; undefined when the organization has it, or it was to hold a name that is held. */
export async function insertDomain(tx: Tx, domain: NewDomain): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `insert into domains as d (id, organization_id, name, state, is_trusted, verification_token, created_at, next_check_at,
        activated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $7, case when $4 = 'active' then $7::timestamptz end)
      on conflict do nothing returning ${domainColumns}`,
    params: [
      domain.id,
      domain.organizationId,
      domain.name,
      domain.state,
      domain.isTrusted,
      domain.verificationToken,
      domain.createdAt,
    ],
  });
  return row && domainOf(row);
}

/**
 * Brings back a domain that its organization removed, with a new token: undefined where there is none, or it was to hold a name that is held.
 */
export async function reviveDomain(tx: Tx, domain: NewDomain): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `update domains d set removed_at = null, state = $3, is_trusted = $4, verification_token = $5, created_at = $6,
        next_check_at = $6, activated_at = case when $3 = 'active' then $6::timestamptz end, lost_at = null, checked_at = null
      where d.organization_id = $1 and d.name = $2 and d.removed_at is not null
        and ($3 = 'pending' or not exists (select from domains h where h.name = $2 and h.state <> 'pending'))
      returning ${domainColumns}`,
    params: [
      domain.organizationId,
      domain.name,
      domain.state,
      domain.isTrusted,
      domain.verificationToken,
      domain.createdAt,
    ],
  });
  return row && domainOf(row);
}
