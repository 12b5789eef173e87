import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Mailboxes } from '../mailboxes/index.ts';
import type { Clock } from '../observe/index.ts';
import type { Aliases } from './aliases.ts';

/** Where mail programs send as an alias. */
export interface SubmissionPlace {
  readonly hostname: string;
  readonly smtp: {
    readonly submissionPort: number | undefined;
    readonly submissionsPort: number | undefined;
  };
}

/** What the routes of aliases need. */
export interface AliasRoutesDependencies {
  readonly config: SubmissionPlace;
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly aliases: Pick<Aliases, 'addAlias' | 'changeAlias' | 'deleteAlias' | 'restoreAlias'>;
  readonly mailboxes: Pick<
    Mailboxes,
    'findMailbox' | 'findConfirmed' | 'findDefault' | 'load' | 'listMailboxes'
  >;
}
