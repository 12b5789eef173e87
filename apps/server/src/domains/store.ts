import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import { announceDirectoryChange } from './directory-channel.ts';
import type { CatchAllMode, Domain, DomainState, ForwardingMode } from './domain.ts';

interface DomainRow {
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
}

const columns = `id, number, organization_id, name, state, default_mode, catch_all, catch_all_pattern, is_shared, verification_token, created_at,
  activated_at`;

function domainOf(row: DomainRow): Domain {
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
  };
}

/** A domain by name, of any organization. */
export async function findDomain(db: Queryable, name: DomainName): Promise<Domain | undefined> {
  const [row] = await db.query<DomainRow>({
    name: 'domains-find',
    text: `select ${columns} from domains where name = $1`,
    params: [name],
  });
  return row && domainOf(row);
}

/** The domains of an organization by name. */
export async function listDomains(db: Queryable, organizationId: string): Promise<readonly Domain[]> {
  const rows = await db.query<DomainRow>({
    text: `select ${columns} from domains where organization_id = $1 order by name`,
    params: [organizationId],
  });
  return rows.map(domainOf);
}

/** A domain to insert. */
export interface NewDomain {
  readonly id: string;
  readonly organizationId: string;
  readonly name: DomainName;
  readonly state: DomainState;
  readonly verificationToken: string;
  readonly createdAt: Date;
}

/** Inserts a domain; undefined when the name is held already. */
export async function insertDomain(tx: Tx, domain: NewDomain): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `insert into domains (id, organization_id, name, state, verification_token, created_at, activated_at)
      values ($1, $2, $3, $4, $5, $6, case when $4 = 'active' then $6::timestamptz end)
      on conflict (name) do nothing returning ${columns}`,
    params: [
      domain.id,
      domain.organizationId,
      domain.name,
      domain.state,
      domain.verificationToken,
      domain.createdAt,
    ],
  });
  return row && domainOf(row);
}

/**
 * Writes a state that a check led to; undefined when the domain has left the state before meanwhile, or its organization is suspended: the
 * next check after that makes it active.
 */
export async function changeState(
  tx: Tx,
  change: { readonly domain: Domain; readonly state: DomainState; readonly at: Date },
): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `with open as (
        select o.id from auth.organization o where o.id = $2 and o."suspendedAt" is null for share
      )
      update domains set state = $4,
        activated_at = case when $4 = 'active' then coalesce(activated_at, $5::timestamptz) else activated_at end
      where id = $1 and organization_id = (select open.id from open) and state = $3 returning ${columns}`,
    params: [change.domain.id, change.domain.organizationId, change.domain.state, change.state, change.at],
  });
  return row && domainOf(row);
}

/** Changes how new aliases forward; undefined when the organization has no such domain. */
export async function updateDefaultMode(
  tx: Tx,
  change: { readonly organizationId: string; readonly domainId: string; readonly mode: ForwardingMode },
): Promise<Domain | undefined> {
  const [row] = await tx.query<DomainRow>({
    text: `update domains set default_mode = $3 where id = $1 and organization_id = $2 returning ${columns}`,
    params: [change.domainId, change.organizationId, change.mode],
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
    text: `update domains set catch_all = coalesce($3, catch_all),
        catch_all_pattern = case when $4::boolean then $5 else catch_all_pattern end
      where id = $1 and organization_id = $2 returning ${columns}`,
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

/** A key pair to insert. */
export interface NewDkimKey {
  readonly id: string;
  readonly domainId: string;
  readonly selector: string;
  readonly publicKeyDer: Buffer;
  readonly privateKeySealed: Buffer;
  readonly createdAt: Date;
}

/** Inserts the active key of a domain. */
export async function insertActiveKey(tx: Tx, key: NewDkimKey): Promise<void> {
  await tx.query({
    text: `insert into dkim_keys (id, domain_id, selector, public_key, private_key_sealed, state, created_at)
      values ($1, $2, $3, $4, $5, 'active', $6)`,
    params: [key.id, key.domainId, key.selector, key.publicKeyDer, key.privateKeySealed, key.createdAt],
  });
}

/** The public half of the active key. */
export async function findPublicKey(
  db: Queryable,
  domain: Domain,
): Promise<{ readonly selector: string; readonly publicKeyDer: Buffer } | undefined> {
  const [row] = await db.query<{ selector: string; public_key: Buffer }>({
    text: `select k.selector, k.public_key from dkim_keys k join domains d on d.id = k.domain_id
      where d.id = $1 and d.organization_id = $2 and k.state = 'active'`,
    params: [domain.id, domain.organizationId],
  });
  return row && { selector: row.selector, publicKeyDer: row.public_key };
}

/** The private half of the active key, sealed. For signing: of any organization. */
export async function findSealedKey(
  db: Queryable,
  name: DomainName,
): Promise<
  { readonly domainId: string; readonly selector: string; readonly privateKeySealed: Buffer } | undefined
> {
  const [row] = await db.query<{ domain_id: string; selector: string; private_key_sealed: Buffer }>({
    name: 'domains-find-sealed-key',
    text: `select k.domain_id, k.selector, k.private_key_sealed from domains d
      join dkim_keys k on k.domain_id = d.id and k.state = 'active' where d.name = $1`,
    params: [name],
  });
  return row && { domainId: row.domain_id, selector: row.selector, privateKeySealed: row.private_key_sealed };
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
