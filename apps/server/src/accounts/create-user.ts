import type { Audit } from '../audit/index.ts';
import { newId, type Db, type Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { hashPassword } from './password.ts';
import { checkUser, refuse, type CheckedUser } from './rules.ts';
import { insertUser, isEmailTaken } from './store.ts';
import type { CreateUser, CreateUserResult } from './user.ts';

/** What accounts need. */
export interface AccountsDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
}

/** Checks, hashes, and inserts in one transaction. */
export async function createUser(
  { db, clock }: Pick<AccountsDependencies, 'db' | 'clock'>,
  input: CreateUser,
): Promise<CreateUserResult> {
  const checked = checkUser(input);
  if (checked.kind !== 'checked') return checked;
  const passwordHash = await hashPassword(input.password);
  const { isAdmin } = input;
  return db.transaction((tx) =>
    insertChecked(tx, { user: checked.user, passwordHash, isAdmin, createdAt: clock.now() }),
  );
}

/** Inserts a user whose input was checked; on a refusal nothing was written. */
export async function insertChecked(
  tx: Tx,
  input: {
    readonly user: CheckedUser;
    readonly passwordHash: string;
    readonly isAdmin: boolean;
    readonly createdAt: Date;
  },
): Promise<CreateUserResult> {
  const { user, ...rest } = input;
  const ids = { id: newId(), accountId: newId() };
  const inserted = await insertUser(tx, { ...ids, ...user, ...rest });
  if (inserted !== undefined) return { kind: 'created', user: inserted };
  return refuse((await isEmailTaken(tx, user.email)) ? 'email_taken' : 'username_taken');
}
