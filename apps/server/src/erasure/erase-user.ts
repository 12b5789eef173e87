import { lockAdministrators } from '../accounts/index.ts';
import type { Actor } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { eraseOrganizations, type OrganizationErasureDependencies } from './erase-organization.ts';
import { deleteUser, lockOrganizationsOf, lockUser } from './store.ts';

/** What erasing people needs. */
export interface UserErasureDependencies extends OrganizationErasureDependencies {
  readonly db: Db;
  readonly audit: Pick<Audit, 'record' | 'erasePerson'>;
}

/** Why a person cannot be erased; nothing was done. */
export type ErasureHindrance =
  | { readonly kind: 'not_found' }
  /** Nobody else runs the installation. */
  | { readonly kind: 'last_administrator'; readonly reason: string }
  /** These organizations have other members and no other owner. */
  | {
      readonly kind: 'last_owner';
      readonly organizations: readonly { readonly id: string; readonly name: string }[];
    };

/** What erasing a person came to. */
export type EraseUserResult = { readonly kind: 'erased' } | ErasureHindrance;

const lastAdministrator =
  'Nobody else administers this installation: make somebody else an administrator first';

/** What belongs to a person who can be erased; it stays so until `tx` ends. */
export async function examinePerson(tx: Tx, userId: string) {
  const { activeIds } = await lockAdministrators(tx);
  const user = await lockUser(tx, userId);
  if (user === undefined) return { kind: 'not_found' } as const;
  if (activeIds.length === 1 && activeIds.includes(userId))
    return { kind: 'last_administrator', reason: lastAdministrator } as const;
  const organizations = await lockOrganizationsOf(tx, userId);
  const orphaned = organizations.filter(({ isAlone, isOnlyOwner }) => isOnlyOwner && !isAlone);
  if (orphaned.length > 0) {
    const named = orphaned.map(({ id, name }) => ({ id, name }));
    return { kind: 'last_owner', organizations: named } as const;
  }
  return { kind: 'free', user, organizations } as const;
}

/** Erases a person, the organizations that nobody else is in, and the person's name from the log, or does nothing. */
export async function eraseUserIn(
  tx: Tx,
  dependencies: UserErasureDependencies,
  { userId, actor }: { readonly userId: string; readonly actor: Actor },
): Promise<EraseUserResult> {
  const person = await examinePerson(tx, userId);
  if (person.kind !== 'free') return person;
  const { user, organizations } = person;
  await dependencies.audit.erasePerson(tx, { userId, email: user.email });
  await deleteUser(tx, user);
  await dependencies.audit.record(tx, {
    action: 'user.erased',
    actor,
    subject: { kind: 'user', id: userId },
  });
  const alone = organizations.filter(({ isAlone }) => isAlone).map(({ id }) => id);
  await eraseOrganizations(tx, alone, dependencies);
  return { kind: 'erased' };
}
