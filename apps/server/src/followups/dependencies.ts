import type { Accounts } from '../accounts/index.ts';
import type { Directory } from '../aliases/index.ts';
import type { Db } from '../db/index.ts';
import type { Domains } from '../domains/index.ts';
import type { MailboxKeys } from '../encryption/index.ts';
import type { MailboxPauses, Mailboxes } from '../mailboxes/index.ts';
import type { Notices } from '../notices/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import type { Queue } from '../queue/index.ts';

/** What following up needs of the rest of the program. */
export interface FollowupDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed'>;
  readonly queue: Pick<Queue, 'enqueueIn' | 'findDelivery'>;
  readonly accounts: Pick<Accounts, 'ownerAddresses'>;
  readonly directory: Pick<Directory, 'lookUp' | 'loadAlias'>;
  readonly domains: Pick<Domains, 'listDomains'>;
  readonly mailboxes: Pick<Mailboxes, 'load'>;
  readonly mailboxKeys: Pick<MailboxKeys, 'load'>;
  readonly pauses: MailboxPauses;
  readonly notices: Pick<Notices, 'wasMailedWithin' | 'countMailedWithin' | 'record'>;
  readonly config: FollowupConfig;
  /** The key of the purpose `confirmation`. */
  readonly confirmationKey: Buffer;
  /** The key of the purpose `quarantine`. */
  readonly quarantineKey: Buffer;
}

/** How we are called and reached. */
export interface FollowupConfig {
  readonly hostname: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}
