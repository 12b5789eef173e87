import type { Db, Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Login, VerifyResult } from './app-password.ts';
import {
  addFailure,
  loadHistory,
  lockSubjects,
  noteKnown,
  type LoginHistory,
} from './login-failure-store.ts';
import { networkOf } from '../dns/index.ts';
import { hashPassword } from './password.ts';
import {
  aliasSlowing,
  knownLapseMs,
  knownRefreshMs,
  lastUsedRefreshMs,
  networkSlowing,
  parseUserName,
  pauseLeftMs,
  subjectsOf,
  type Subjects,
} from './rules.ts';
import { findPassword, updateLastUsed, type FoundPassword } from './store.ts';

/**
 * Judges a login in one transaction under the locks of its network and its alias, so that as many tries as are allowed are made and no
 * more, however many come at once. Everyone causes the same statements up to the verdict, whether the alias exists or not.
 */
export function verify(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  login: Login,
): Promise<VerifyResult> {
  const address = parseUserName(login.aliasAddress);
  const hash = hashPassword(login.password);
  const subjects = subjectsOf({ network: networkOf(login.ip), address });
  return db.transaction(async (tx) => {
    await lockSubjects(tx, subjects);
    // The time after the wait for the lock: others have failed meanwhile.
    const now = clock.now();
    const history = await loadHistory(tx, subjects);
    const retryAfterMs = pauseOf(history, now);
    if (retryAfterMs > 0) return { kind: 'slow_down', retryAfterMs };
    const found = await findPassword(tx, { hash, address });
    if (found === undefined) {
      await addFailure(tx, subjects, now);
      return { kind: 'refused' };
    }
    await noteLogin(tx, { found, history, subjects, now });
    return { kind: 'verified', passwordId: found.passwordId, alias: found.alias };
  });
}

/** Strangers who try an alias do not slow it down where its owner logged in before. */
function pauseOf({ network, alias, knownAt }: LoginHistory, now: Date): number {
  const isKnown = knownAt !== undefined && now.getTime() - knownAt.getTime() < knownLapseMs;
  const ofAlias = isKnown ? 0 : pauseLeftMs(alias, aliasSlowing, now);
  return Math.max(pauseLeftMs(network, networkSlowing, now), ofAlias);
}

/** A login makes no failure undone: otherwise a password of one's own would pay for tries at those of others. */
async function noteLogin(
  tx: Tx,
  login: {
    readonly found: FoundPassword;
    readonly history: LoginHistory;
    readonly subjects: Subjects;
    readonly now: Date;
  },
): Promise<void> {
  const { found, history, subjects, now } = login;
  if (isOlderThan(knownRefreshMs, history.knownAt, now)) await noteKnown(tx, subjects, now);
  if (isOlderThan(lastUsedRefreshMs, found.lastUsedAt, now)) await updateLastUsed(tx, found.passwordId, now);
}

function isOlderThan(ageMs: number, at: Date | undefined, now: Date): boolean {
  return at === undefined || now.getTime() - at.getTime() >= ageMs;
}
