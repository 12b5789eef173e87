import type { Accounts } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db, Sealer } from '../db/index.ts';
import type { Notices } from '../notices/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import type { AllowsAddress, OutgoingHttp } from '../outgoing-http/index.ts';
import type { ServiceMail } from '../service-mail/index.ts';

/** What making and changing webhooks needs. */
export interface WebhooksDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly audit: Pick<Audit, 'record'>;
  /** Addresses that targets may have. */
  readonly allowsAddress: AllowsAddress;
}

/** What telling an organization of a paused webhook needs. */
export interface PauseDependencies {
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly notices: Pick<Notices, 'record'>;
  readonly accounts: Pick<Accounts, 'ownerAddresses'>;
  readonly serviceMail: Pick<ServiceMail, 'send'>;
  /** Where the pages are. */
  readonly publicUrl: string;
}

/** What sending needs. */
export interface SenderDependencies extends PauseDependencies {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly http: OutgoingHttp;
  readonly allowsAddress: AllowsAddress;
  readonly events: Pick<Events, 'failed' | 'webhookAttempted' | 'noted'>;
  /** Names this process among all that send. */
  readonly owner: string;
}
