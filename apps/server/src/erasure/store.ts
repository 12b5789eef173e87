import type { Queryable, Tx } from '../db/index.ts';
import { deleteTexts } from './tables.ts';

/** An organization that a person is in. */
export interface OwnOrganization {
  readonly id: string;
  readonly name: string;
  /** Whether no one else is in it: the person's alone, the personal one among them. */
  readonly isAlone: boolean;
  /** Whether it would be left without an owner. */
  readonly isOnlyOwner: boolean;
}

/** A person to erase; stays until `tx` ends. */
export interface LockedUser {
  readonly id: string;
  readonly email: string;
}

/** Locks a person against everything that makes or ends what is theirs. */
export async function lockUser(tx: Tx, userId: string): Promise<LockedUser | undefined> {
  const [row] = await tx.query<LockedUser>({
    text: 'select id, email from auth."user" where id = $1 for update',
    params: [userId],
  });
  return row;
}

/**
 * The organizations of a person, locked in the order of their ids: whoever lets people in or out, or changes roles, locks the organization as
 * well, so that what is read here is true until `tx` ends.
 */
export async function lockOrganizationsOf(tx: Tx, userId: string): Promise<readonly OwnOrganization[]> {
  await tx.query({
    text: `select o.id from auth.organization o
      where o.id in (select m."organizationId" from auth.member m where m."userId" = $1) order by o.id for update`,
    params: [userId],
  });
  return tx.query<OwnOrganization>({
    text: `select o.id, o.name,
        not exists (select from auth.member x where x."organizationId" = o.id and x."userId" <> $1) as "isAlone",
        m.role = 'owner' and not exists (
          select from auth.member x where x."organizationId" = o.id and x."userId" <> $1 and x.role = 'owner') as "isOnlyOwner"
      from auth.member m join auth.organization o on o.id = m."organizationId" where m."userId" = $1 order by o.id`,
    params: [userId],
  });
}

/** Locks organizations that are there; gives their ids. */
export async function lockOrganizations(tx: Tx, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.query<{ readonly id: string }>({
    text: 'select id from auth.organization where id = any ($1::uuid[]) order by id for update',
    params: [ids],
  });
  return rows.map(({ id }) => id);
}

/** The domains of organizations. */
export async function findDomains(
  tx: Tx,
  organizationIds: readonly string[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return tx.query<{ readonly id: string; readonly name: string }>({
    text: 'select id, name from domains where organization_id = any ($1::uuid[])',
    params: [organizationIds],
  });
}

/** Remembers organizations whose mail is still there, with their aliases. */
export async function insertOrganizationErasures(
  tx: Tx,
  { organizationIds, erasedAt }: { readonly organizationIds: readonly string[]; readonly erasedAt: Date },
): Promise<void> {
  await tx.query({
    text: 'insert into organization_erasures (organization_id, erased_at) select unnest($1::uuid[]), $2 on conflict do nothing',
    params: [organizationIds, erasedAt],
  });
  await tx.query({
    text: `insert into erased_aliases (organization_id, alias_id)
      select organization_id, id from aliases where organization_id = any ($1::uuid[]) on conflict do nothing`,
    params: [organizationIds],
  });
}

/** Deletes all that goes at once. */
export async function deleteOrganizations(tx: Tx, organizationIds: readonly string[]): Promise<void> {
  for (const text of deleteTexts) await tx.query({ text, params: [organizationIds] });
}

/** Organizations whose mail is to be removed, those that wait longest first. */
export async function listOrganizationErasures(
  db: Queryable,
): Promise<readonly { readonly organizationId: string; readonly erasedAt: Date }[]> {
  return db.query({
    text: 'select organization_id as "organizationId", erased_at as "erasedAt" from organization_erasures order by erased_at',
  });
}

/** Takes an organization's remains for `tx`; false: another process has them, or they are gone. */
export async function lockRemains(tx: Tx, organizationId: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from organization_erasures where organization_id = $1 for update skip locked',
    params: [organizationId],
  });
  return rows.length > 0;
}

/** Removes what the sandbox caught of deliveries that are gone, and remembers their aliases. */
export async function removeTraces(
  tx: Tx,
  traces: {
    readonly organizationId: string;
    readonly deliveryIds: readonly string[];
    readonly aliasIds: readonly string[];
  },
): Promise<void> {
  await tx.query({
    text: 'delete from captured_messages where delivery_id = any ($1::uuid[])',
    params: [traces.deliveryIds],
  });
  await tx.query({
    text: `insert into erased_aliases (organization_id, alias_id) select $1, unnest($2::uuid[]) on conflict do nothing`,
    params: [traces.organizationId, traces.aliasIds],
  });
}

/** Aliases whose counters are still kept. */
export async function listErasedAliases(tx: Tx, organizationId: string): Promise<readonly string[]> {
  const rows = await tx.query<{ readonly alias_id: string }>({
    text: 'select alias_id from erased_aliases where organization_id = $1',
    params: [organizationId],
  });
  return rows.map(({ alias_id: id }) => id);
}

/** Forgets an organization for good. */
export async function deleteOrganizationErasure(tx: Tx, organizationId: string): Promise<void> {
  await tx.query({
    text: 'delete from organization_erasures where organization_id = $1',
    params: [organizationId],
  });
}

/** Deletes a person with all that is bound to them. */
export async function deleteUser(tx: Tx, { id, email }: LockedUser): Promise<void> {
  const texts: readonly (readonly [text: string, param: string])[] = [
    [`delete from auth.invitation where email = $1`, email],
    [`delete from auth.verification where position($1 in identifier) > 0 or position($1 in value) > 0`, id],
    // Links to this address that others asked for; never those to an address that ends in this one.
    [`delete from auth.verification where split_part(value, ' ', 2) = $1`, email],
    [`delete from idempotency_keys where position($1 in caller) > 0`, id],
    [`delete from auth."user" where id = $1`, id],
  ];
  for (const [text, param] of texts) await tx.query({ text, params: [param] });
}
