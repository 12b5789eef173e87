import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Installation } from '../installation/index.ts';
import type { Clock } from '../observe/index.ts';
import type { ServiceMail } from '../service-mail/index.ts';

/** What members need. */
export interface MembersDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly installation: Pick<Installation, 'load'>;
  readonly serviceMail: Pick<ServiceMail, 'send'>;
  /** Where the pages are: the links in mails lead there. */
  readonly publicUrl: string;
}
