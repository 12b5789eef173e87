import type { Actor } from '../api/index.ts';
import { systemActor } from '../audit/index.ts';
import type { Tx } from '../db/index.ts';
import type { Letter } from '../followups/index.ts';
import {
  deleteAccountErasure,
  findAccountErasure,
  findRecipient,
  insertAccountErasure,
  lockDueErasure,
  postponeErasure,
  type AccountErasure,
} from './account-erasure-store.ts';
import {
  eraseUserIn,
  examinePerson,
  type ErasureHindrance,
  type UserErasureDependencies,
} from './erase-user.ts';
import { erasureCancelledLetter, erasurePostponedLetter, erasureRequestedLetter } from './letters.ts';

/** What asking for an erasure needs besides. */
export interface AccountErasureDependencies extends UserErasureDependencies {
  /** Mail in the service's own name. */
  readonly serviceMail: {
    send(
      tx: Tx,
      mail: { readonly headerTo: string; readonly organizationId: string; readonly letter: Letter },
    ): Promise<unknown>;
  };
  readonly publicUrl: string;
}

/** Who asks to be erased, or calls it off. */
export interface AccountErasureWish {
  readonly userId: string;
  readonly actor: Actor;
}

/** What asking came to. */
export type RequestErasureResult =
  | { readonly kind: 'requested'; readonly erasure: AccountErasure }
  /** It was asked for before; nothing changed. */
  | { readonly kind: 'already_requested'; readonly erasure: AccountErasure }
  | ErasureHindrance;

/** What the job did. */
export interface DueErasures {
  readonly erased: number;
  /** Put off for a week, since an organization or the installation would be left to nobody. */
  readonly postponed: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Time to think it over: who was locked out, or is on holiday, notices within two weeks; a month is the most that GDPR Article 12 allows. */
export const graceDays = 14;

/** Between tries where somebody would be missed: a letter goes out each time. */
const postponementDays = 7;

/** Accounts of one call. */
const maxAccounts = 1_000;

/** See `Erasure.requestAccountErasure`. */
export async function requestAccountErasure(
  dependencies: AccountErasureDependencies,
  { userId, actor }: AccountErasureWish,
): Promise<RequestErasureResult> {
  const { db, clock, audit, publicUrl } = dependencies;
  return db.transaction(async (tx) => {
    const person = await examinePerson(tx, userId);
    if (person.kind !== 'free') return person;
    const requestedAt = clock.now();
    const eraseAt = new Date(requestedAt.getTime() + graceDays * dayMs);
    const erasure = await insertAccountErasure(tx, { userId, requestedAt, eraseAt });
    if (erasure === undefined) {
      const earlier = await findAccountErasure(tx, userId);
      return { kind: 'already_requested', erasure: earlier ?? { requestedAt, eraseAt } };
    }
    await audit.record(tx, {
      action: 'user.erasure_requested',
      actor,
      subject: { kind: 'user', id: userId },
      after: { erase_at: eraseAt.toISOString() },
    });
    await tell(tx, dependencies, { userId, letter: erasureRequestedLetter({ eraseAt, publicUrl }) });
    return { kind: 'requested', erasure };
  });
}

/** See `Erasure.cancelAccountErasure`. */
export async function cancelAccountErasure(
  dependencies: AccountErasureDependencies,
  { userId, actor }: AccountErasureWish,
): Promise<{ readonly kind: 'cancelled' | 'not_found' }> {
  const { db, audit, publicUrl } = dependencies;
  return db.transaction(async (tx) => {
    if (!(await deleteAccountErasure(tx, userId))) return { kind: 'not_found' };
    await audit.record(tx, {
      action: 'user.erasure_cancelled',
      actor,
      subject: { kind: 'user', id: userId },
    });
    await tell(tx, dependencies, { userId, letter: erasureCancelledLetter({ publicUrl }) });
    return { kind: 'cancelled' };
  });
}

/** See `Erasure.eraseDueAccounts`. */
export async function eraseDueAccounts(dependencies: AccountErasureDependencies): Promise<DueErasures> {
  const counts = { erased: 0, postponed: 0 };
  for (let count = 0; count < maxAccounts; count += 1) {
    const result = await dependencies.db.transaction((tx) => eraseNext(tx, dependencies));
    if (result === 'none') break;
    counts[result] += 1;
  }
  return counts;
}

/** The row of the erasure is locked first, so that calling it off waits for the end and finds nothing, or is first and leaves nothing to do. */
async function eraseNext(
  tx: Tx,
  dependencies: AccountErasureDependencies,
): Promise<'erased' | 'postponed' | 'none'> {
  const now = dependencies.clock.now();
  const due = await lockDueErasure(tx, now);
  if (due === undefined) return 'none';
  const { userId } = due;
  const result = await eraseUserIn(tx, dependencies, { userId, actor: systemActor });
  if (result.kind === 'erased' || result.kind === 'not_found') return 'erased';
  const eraseAt = new Date(now.getTime() + postponementDays * dayMs);
  await postponeErasure(tx, { userId, eraseAt });
  const organizationNames = result.kind === 'last_owner' ? result.organizations.map(({ name }) => name) : [];
  const { publicUrl } = dependencies;
  await tell(tx, dependencies, {
    userId,
    letter: erasurePostponedLetter({ organizationNames, eraseAt, publicUrl }),
  });
  return 'postponed';
}

/** Last in a transaction: it takes what mail waits for. */
async function tell(
  tx: Tx,
  { serviceMail }: AccountErasureDependencies,
  { userId, letter }: { readonly userId: string; readonly letter: Letter },
): Promise<void> {
  const recipient = await findRecipient(tx, userId);
  if (recipient !== undefined) await serviceMail.send(tx, { ...recipient, letter });
}
