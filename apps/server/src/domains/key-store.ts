import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { DomainKey, KeyState, OwnDomain } from './domain.ts';

/** A key pair to insert. */
export interface NewDkimKey {
  readonly id: string;
  readonly domainId: string;
  readonly selector: string;
  readonly publicKeyDer: Buffer;
  readonly privateKeySealed: Buffer;
  readonly state: 'pending' | 'active';
  readonly createdAt: Date;
}

interface KeyRow {
  readonly id: string;
  readonly domain_id: string;
  readonly selector: string;
  readonly state: KeyState;
  readonly public_key: Buffer;
  readonly created_at: Date;
  readonly activated_at: Date | null;
  readonly retires_at: Date | null;
}

/** A key that was made active by an older program has no instant of its own. */
const columns = `k.id, k.domain_id, k.selector, k.state, k.public_key, k.created_at, k.retires_at,
  coalesce(k.activated_at, case when k.state <> 'pending' then k.created_at end) as activated_at`;

function keyOf(row: KeyRow): DomainKey {
  return {
    id: row.id,
    domainId: row.domain_id,
    selector: row.selector,
    state: row.state,
    publicKeyDer: row.public_key,
    createdAt: row.created_at,
    activatedAt: row.activated_at ?? undefined,
    retiresAt: row.retires_at ?? undefined,
  };
}

/** Inserts a key. */
export async function insertKey(tx: Tx, key: NewDkimKey): Promise<void> {
  await tx.query({
    text: `insert into dkim_keys (id, domain_id, selector, public_key, private_key_sealed, state, created_at, activated_at)
      values ($1, $2, $3, $4, $5, $6, $7, case when $6 = 'active' then $7::timestamptz end)`,
    params: [
      key.id,
      key.domainId,
      key.selector,
      key.publicKeyDer,
      key.privateKeySealed,
      key.state,
      key.createdAt,
    ],
  });
}

/** The keys of a domain: the one that signs first, then those that are about to, then those that did. */
export async function listKeys(
  db: Queryable,
  { organizationId, domainId }: OwnDomain,
): Promise<readonly DomainKey[]> {
  const rows = await db.query<KeyRow>({
    text: `select ${columns} from dkim_keys k join domains d on d.id = k.domain_id
      where d.id = $1 and d.organization_id = $2
      order by array_position(array['active', 'pending', 'retiring'], k.state), k.created_at desc, k.id`,
    params: [domainId, organizationId],
  });
  return rows.map(keyOf);
}

/** Makes the active key of a domain retire until an instant, and a pending one active; false: it is not pending any more. */
export async function replaceActiveKey(
  tx: Tx,
  change: {
    readonly domainId: string;
    readonly keyId: string;
    readonly at: Date;
    readonly retiresAt: Date;
  },
): Promise<boolean> {
  const { domainId, keyId, at, retiresAt } = change;
  const pending = await tx.query({
    text: `select 1 from dkim_keys where id = $1 and domain_id = $2 and state = 'pending' for update`,
    params: [keyId, domainId],
  });
  if (pending.length === 0) return false;
  await tx.query({
    text: `update dkim_keys set state = 'retiring', retires_at = $2 where domain_id = $1 and state = 'active'`,
    params: [domainId, retiresAt],
  });
  await tx.query({
    text: `update dkim_keys set state = 'active', activated_at = $2 where id = $1`,
    params: [keyId, at],
  });
  return true;
}

/** Deletes a pending key; false: there is none. */
export async function deletePendingKey(
  tx: Tx,
  key: { readonly domainId: string; readonly keyId: string },
): Promise<boolean> {
  const rows = await tx.query({
    text: `delete from dkim_keys where id = $1 and domain_id = $2 and state = 'pending' returning id`,
    params: [key.keyId, key.domainId],
  });
  return rows.length > 0;
}

/** Deletes keys whose time is over; gives how many. */
export async function deleteRetiredKeys(db: Queryable, now: Date): Promise<number> {
  const rows = await db.query({
    text: `delete from dkim_keys where state = 'retiring' and retires_at <= $1 returning id`,
    params: [now],
  });
  return rows.length;
}

/**
 * The private half of the active key of a name, sealed. For signing: of whoever holds the name, or else of who had it last: mail that was
 * accepted for a domain leaves signed also after it was removed.
 */
export async function findSealedKey(
  db: Queryable,
  name: DomainName,
): Promise<
  { readonly domainId: string; readonly selector: string; readonly privateKeySealed: Buffer } | undefined
> {
  const [row] = await db.query<{ domain_id: string; selector: string; private_key_sealed: Buffer }>({
    name: 'domains-find-sealed-key',
    text: `select k.domain_id, k.selector, k.private_key_sealed from domains d
      join dkim_keys k on k.domain_id = d.id and k.state = 'active' where d.name = $1
      order by d.state = 'pending', d.activated_at desc nulls last limit 1`,
    params: [name],
  });
  return row && { domainId: row.domain_id, selector: row.selector, privateKeySealed: row.private_key_sealed };
}
