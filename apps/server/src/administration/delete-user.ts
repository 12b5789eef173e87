import { lockAdministrators } from '../accounts/index.ts';
import type { Actor } from '../api/index.ts';
import { isUuid } from '../db/index.ts';
import type { AdministrationDependencies } from './dependencies.ts';
import { findObstacle } from './rules.ts';
import type { DeleteUserResult } from './user.ts';
import { findUserForChange } from './user-store.ts';

/** Whom to erase. */
export interface DeleteUser {
  readonly userId: string;
  /** The email address of the user, in any case. */
  readonly confirmEmail: string;
  readonly actor: Actor;
}

/** Erases a user at once. The log entry is the erasure's, which takes the person out of the log. */
export async function deleteUser(
  { db, erasure }: AdministrationDependencies,
  { userId, confirmEmail, actor }: DeleteUser,
): Promise<DeleteUserResult> {
  if (!isUuid(userId)) return { kind: 'not_found' };
  return db.joinedTransaction(async (tx): Promise<DeleteUserResult> => {
    const administrators = await lockAdministrators(tx);
    const user = await findUserForChange(tx, userId);
    if (user === undefined) return { kind: 'not_found' };
    if (confirmEmail.trim().toLowerCase() !== user.email)
      return { kind: 'not_confirmed', reason: 'This is not the email address of the user' };
    return findObstacle(userId, administrators, actor.userId) ?? (await erasure.eraseUser(userId, actor));
  });
}
