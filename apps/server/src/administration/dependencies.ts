import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Authentication } from '../authentication/index.ts';
import type { Db } from '../db/index.ts';
import type { Erasure } from '../erasure/index.ts';
import type { Installation } from '../installation/index.ts';
import type { Queue } from '../queue/index.ts';

/** What administration needs of the other features. */
export interface AdministrationDependencies {
  readonly db: Db;
  readonly audit: Pick<Audit, 'record' | 'list'>;
  readonly accounts: Pick<Accounts, 'createUser'>;
  readonly installation: Installation;
  readonly queue: Pick<Queue, 'list' | 'stats' | 'retry' | 'cancel'>;
  /** Without links every new user is given a password. */
  readonly authentication: Pick<Authentication, 'endSessions'> &
    Partial<Pick<Authentication, 'requestPasswordReset'>>;
  readonly erasure: Pick<Erasure, 'eraseUser'>;
}
