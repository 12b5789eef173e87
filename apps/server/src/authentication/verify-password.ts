import type { AuthenticationContext } from './context.ts';
import { passwordHashing } from './passwords.ts';
import { findPasswordHash } from './store.ts';
import { countConfirmation } from './tries.ts';

/** Whether this is the password of a user who is signed in. A user without a password confirms nothing. Tries are counted. */
export async function verifyUserPassword(
  context: AuthenticationContext,
  { userId, password }: { readonly userId: string; readonly password: string },
): Promise<boolean> {
  await countConfirmation(context, userId);
  const hash = await findPasswordHash(context.db, userId);
  return hash !== undefined && passwordHashing.verify({ hash, password });
}
