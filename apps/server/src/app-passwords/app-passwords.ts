import { newId, type Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type {
  AddAppPassword,
  AddAppPasswordResult,
  AppPassword,
  Login,
  RevokeAppPassword,
  RevokeAppPasswordResult,
  VerifyResult,
} from './app-password.ts';
import { deleteLapsed } from './login-failure-store.ts';
import { generatePassword, hashPassword } from './password.ts';
import { maxPasswordsPerAlias, parseName } from './rules.ts';
import {
  deleteAppPassword,
  hasAlias,
  insertAppPassword,
  isInForce,
  listAppPasswords,
  lockAlias,
} from './store.ts';
import { Turns } from '../turns/index.ts';
import { verify } from './verify.ts';

/**
 * Logins judged at once by one process. Each holds a database connection while it waits for the others of its network, and a flood
 * of logins must leave most of the pool to mail; a login takes a few milliseconds, so that some hundred a second pass.
 */
const loginsAtOnce = 3;

/** What {@link createAppPasswords} needs. */
export interface AppPasswordsDependencies {
  readonly db: Db;
  readonly clock: Clock;
}

/** Passwords for sending as one alias. */
export interface AppPasswords {
  /** Makes a password. */
  add(input: AddAppPassword): Promise<AddAppPasswordResult>;
  /** Whether an organization has such an alias outside the trash. */
  hasAlias(alias: { readonly organizationId: string; readonly aliasId: string }): Promise<boolean>;
  /** Of one alias, oldest first; empty for another organization's. */
  list(alias: { readonly organizationId: string; readonly aliasId: string }): Promise<readonly AppPassword[]>;
  /** Ends a password at once; sessions that it opened may begin no further message. */
  revoke(input: RevokeAppPassword): Promise<RevokeAppPasswordResult>;
  /** Judges a login, and counts it when it fails. A rejection counts nothing. */
  verify(login: Login): Promise<VerifyResult>;
  /** Whether what {@link verify} found still holds: the password was not revoked, the alias not deleted. */
  isInForce(passwordId: string): Promise<boolean>;
  /** Deletes what is remembered of logins and counts no more; gives the number of rows. For a job. */
  removeLapsed(): Promise<number>;
}

/** App passwords on a database. */
export function createAppPasswords(dependencies: AppPasswordsDependencies): AppPasswords {
  const { db, clock } = dependencies;
  const turns = new Turns(loginsAtOnce);
  return {
    add: (input) => add(dependencies, input),
    hasAlias: (alias) => hasAlias(db, alias),
    list: (alias) => listAppPasswords(db, alias),
    revoke: async (input) => {
      const appPassword = await deleteAppPassword(db, {
        ...input,
        name: input.name?.trim().normalize('NFC'),
      });
      return appPassword === undefined
        ? { kind: 'unknown', reason: `This alias has no password named ${input.name ?? 'like that'}` }
        : { kind: 'revoked', appPassword };
    },
    verify: (login) => turns.take(() => verify(dependencies, login)),
    isInForce: (passwordId) => isInForce(db, passwordId),
    removeLapsed: () => deleteLapsed(db, clock.now()),
  };
}

async function add(
  { db, clock }: AppPasswordsDependencies,
  { organizationId, aliasId, name: text }: AddAppPassword,
): Promise<AddAppPasswordResult> {
  const name = parseName(text);
  if (name === undefined)
    return { kind: 'invalid_name', reason: 'The name of a password has 1 to 100 characters' };
  const password = generatePassword();
  return db.transaction(async (tx): Promise<AddAppPasswordResult> => {
    if (!(await lockAlias(tx, { organizationId, aliasId })))
      return { kind: 'unknown_alias', reason: 'There is no such alias' };
    const others = await listAppPasswords(tx, { organizationId, aliasId });
    if (others.some((other) => other.name.toLowerCase() === name.toLowerCase()))
      return { kind: 'name_taken', reason: `This alias has a password named ${name} already` };
    if (others.length >= maxPasswordsPerAlias)
      return { kind: 'too_many', reason: `An alias has ${maxPasswordsPerAlias} passwords at most` };
    const appPassword = { id: newId(), aliasId, name, createdAt: clock.now() };
    await insertAppPassword(tx, { ...appPassword, organizationId, hash: hashPassword(password) });
    return { kind: 'added', password, appPassword: { ...appPassword, lastUsedAt: undefined } };
  });
}
