import type { Actor } from '../api/index.ts';
import type { Tx } from '../db/index.ts';
import {
  cancelAccountErasure,
  eraseDueAccounts,
  requestAccountErasure,
  type AccountErasureDependencies,
  type AccountErasureWish,
  type DueErasures,
  type RequestErasureResult,
} from './account-erasure.ts';
import { findAccountErasure, type AccountErasure } from './account-erasure-store.ts';
import { eraseOrganizations } from './erase-organization.ts';
import { eraseUserIn, type EraseUserResult } from './erase-user.ts';
import { removeRemains, type RemainsDependencies, type RemainsResult } from './remove-remains.ts';

/** What erasing needs. */
export type ErasureDependencies = AccountErasureDependencies & RemainsDependencies;

/** How organizations and people come to their end. */
export interface Erasure {
  /**
   * Ends an organization with `tx`: nobody sees it any more, nothing is received for it, what waited to be sent is cancelled. Its mail is
   * removed by {@link Erasure.removeRemains}. Does nothing where there is none. Once in a transaction and late in it. Who may do it, and the
   * entry in the log, are the caller's.
   */
  eraseOrganization(tx: Tx, organizationId: string, actor?: Actor): Promise<void>;
  /** Erases a person at once, with the organizations that nobody else is in. */
  eraseUser(userId: string, actor: Actor): Promise<EraseUserResult>;
  /** Writes down that a person wants to be erased, and tells them by mail. The caller has made sure that it is the person. */
  requestAccountErasure(wish: AccountErasureWish): Promise<RequestErasureResult>;
  /** Calls the erasure off while it has not happened. */
  cancelAccountErasure(wish: AccountErasureWish): Promise<{ readonly kind: 'cancelled' | 'not_found' }>;
  /** The erasure that a person asked for. */
  findAccountErasure(userId: string): Promise<AccountErasure | undefined>;
  /** Erases the accounts whose time is over. For a job; several processes may run it at once. */
  eraseDueAccounts(): Promise<DueErasures>;
  /** Removes the mail and the log of erased organizations in small transactions. For a job, every minute: with nothing to do it is one query. */
  removeRemains(): Promise<RemainsResult>;
}

/** Erasing on a database. */
export function createErasure(dependencies: ErasureDependencies): Erasure {
  const { db } = dependencies;
  return {
    eraseOrganization: (tx, organizationId) => eraseOrganizations(tx, [organizationId], dependencies),
    eraseUser: (userId, actor) => db.transaction((tx) => eraseUserIn(tx, dependencies, { userId, actor })),
    requestAccountErasure: (wish) => requestAccountErasure(dependencies, wish),
    cancelAccountErasure: (wish) => cancelAccountErasure(dependencies, wish),
    findAccountErasure: (userId) => findAccountErasure(db, userId),
    eraseDueAccounts: () => eraseDueAccounts(dependencies),
    removeRemains: () => removeRemains(dependencies),
  };
}
