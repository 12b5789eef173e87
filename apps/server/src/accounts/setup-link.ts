import { createHash, randomBytes } from 'node:crypto';
import { hashPassword } from './password.ts';
import { checkUser } from './rules.ts';
import { insertChecked, type AccountsDependencies } from './create-user.ts';
import {
  hasAdministrator,
  isSetupLinkUnused,
  lockSetupLinks,
  markSetupLinkUsed,
  replaceSetupLink,
} from './store.ts';
import type { UseSetupLink, UseSetupLinkResult } from './user.ts';
import type { Queryable } from '../db/index.ts';

/** 256 bits: nobody guesses it, so that no limit on tries is needed. */
const tokenBytes = 32;

const administratorExists: UseSetupLinkResult = {
  kind: 'administrator_exists',
  reason: 'This server has an administrator already. Sign in instead',
};
const invalidLink: UseSetupLinkResult = {
  kind: 'invalid_link',
  reason: 'This link was used or replaced by a newer one. The server prints a new one when it starts',
};

/** A token is random enough for a plain hash: there is nothing to guess that stretching would protect. */
function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Makes a link and ends the one before; undefined when nobody needs it. */
export function createSetupLink({
  db,
  clock,
}: Pick<AccountsDependencies, 'db' | 'clock'>): Promise<string | undefined> {
  const token = randomBytes(tokenBytes).toString('base64url');
  return db.transaction(async (tx) => {
    await lockSetupLinks(tx);
    if (await hasAdministrator(tx)) return undefined;
    await replaceSetupLink(tx, { tokenHash: hashToken(token), createdAt: clock.now() });
    return token;
  });
}

/** Makes the administrator and ends the link in one transaction, with the log. */
export async function useSetupLink(
  { db, clock, audit }: AccountsDependencies,
  input: UseSetupLink,
): Promise<UseSetupLinkResult> {
  const tokenHash = hashToken(input.token);
  // Asked before the password is hashed, so that strangers without a link cannot make the server hash.
  const early = await refuseLink(db, tokenHash);
  if (early !== undefined) return early;
  const checked = checkUser(input);
  if (checked.kind !== 'checked') return checked;
  const passwordHash = await hashPassword(input.password);
  return db.transaction(async (tx) => {
    await lockSetupLinks(tx);
    const late = await refuseLink(tx, tokenHash);
    if (late !== undefined) return late;
    const result = await insertChecked(tx, {
      user: checked.user,
      passwordHash,
      isAdmin: true,
      createdAt: clock.now(),
    });
    if (result.kind !== 'created') return result;
    const { id, email, username } = result.user;
    await markSetupLinkUsed(tx, { tokenHash, usedAt: clock.now() });
    await audit.record(tx, {
      action: 'user.created',
      actor: input.actor,
      subject: { kind: 'user', id, label: email },
      after: { email, username, is_administrator: true },
    });
    return result;
  });
}

async function refuseLink(db: Queryable, tokenHash: Buffer): Promise<UseSetupLinkResult | undefined> {
  if (await hasAdministrator(db)) return administratorExists;
  return (await isSetupLinkUnused(db, tokenHash)) ? undefined : invalidLink;
}
