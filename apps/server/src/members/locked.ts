import { isAtLeast, type MemberRole } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import { isUuid, type Db, type Tx } from '../db/index.ts';
import type { Member, MemberRefusal } from './member.ts';
import {
  countOwnedUnderLock,
  findMember,
  lockOrganization,
  type LockedOrganization,
} from './member-store.ts';
import { refuse } from './refusals.ts';

/** An organization whose members nobody else changes meanwhile, and what whoever asks may there. */
export interface LockedSituation {
  readonly tx: Tx;
  readonly organization: LockedOrganization;
  /** The operator may what an owner may. */
  readonly by: MemberRole;
  /** Undefined for the operator. */
  readonly asker: Member | undefined;
  /** Whether a key asks: it leaves nothing and lowers nobody for its person by more than it may do to others. */
  readonly isKey: boolean;
}

/**
 * Runs `work` in a transaction under the lock of the organization. The role of whoever asks is read under the lock: who was removed or
 * lowered while the request was on its way is judged as what he is now. Statements and transactions of other features join.
 */
export function withLocked<Result>(
  db: Db,
  {
    organizationId,
    actor,
    highestRole,
  }: {
    readonly organizationId: string;
    readonly actor: Actor;
    readonly highestRole?: MemberRole | undefined;
  },
  work: (situation: LockedSituation) => Promise<Result | MemberRefusal>,
): Promise<Result | MemberRefusal> {
  return db.joinedTransaction(async (tx) => {
    const organization = isUuid(organizationId) ? await lockOrganization(tx, organizationId) : undefined;
    if (organization === undefined) return refuse('not_found');
    if (actor.kind === 'operator')
      return work({ tx, organization, by: 'owner', asker: undefined, isKey: false });
    const asker =
      actor.userId === undefined ? undefined : await findMember(tx, { organizationId, userId: actor.userId });
    if (asker === undefined) return refuse('not_found');
    if (organization.isSuspended) return refuse('account_suspended');
    const by = highestRole !== undefined && isAtLeast(asker.role, highestRole) ? highestRole : asker.role;
    return work({ tx, organization, by, asker, isKey: actor.kind === 'key' });
  });
}

/** Refuses to make a person an owner who owns as many organizations as are allowed. Undefined: there is room. */
export async function refuseOwner(
  tx: Tx,
  { userId, organizationsPerUser }: { readonly userId: string; readonly organizationsPerUser: number },
): Promise<MemberRefusal | undefined> {
  const owned = await countOwnedUnderLock(tx, userId);
  if (owned < organizationsPerUser) return undefined;
  return refuse(
    'limit_reached',
    `A person owns ${organizationsPerUser} organizations at most, besides the personal one`,
  );
}
