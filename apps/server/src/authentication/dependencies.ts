import type { Audit } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import type { Installation } from '../installation/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import type { RequestLimits } from '../request-limits/index.ts';
import type { ServiceMail } from '../service-mail/index.ts';

/** What authentication needs. */
export interface AuthenticationDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed'>;
  readonly mode: 'sandbox' | 'production';
  /** Where browsers reach this server; its host is what passkeys are bound to in production. */
  readonly publicUrl: string;
  /** Signs cookies and encrypts second factors: the derived key `accounts`. */
  readonly secret: Buffer;
  readonly members: {
    /** Whom an invitation that still works was sent to. */
    readonly lookUpInvitation: (token: string) => Promise<{ readonly email: string } | undefined>;
    readonly findPersonal: (userId: string) => Promise<{ readonly organizationId: string } | undefined>;
  };
  readonly installation: Pick<Installation, 'load'>;
  readonly serviceMail: Pick<ServiceMail, 'send'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly limits: Pick<RequestLimits, 'take' | 'forget'>;
}
