import { createAdministration, type Administration } from '../administration/index.ts';
import type { Accounts } from '../accounts/index.ts';
import { createApiKeys, type ApiKeys } from '../api-keys/index.ts';
import { createAudit, type Audit } from '../audit/index.ts';
import { endSessions } from '../authentication/index.ts';
import type { Config } from '../config/index.ts';
import type { Db, Sealer } from '../db/index.ts';
import type { Domains } from '../domains/index.ts';
import { createErasure } from '../erasure/index.ts';
import { createInstallation, type Installation as InstallationSettings } from '../installation/index.ts';
import { createMembers, type Members } from '../members/index.ts';
import type { Clock } from '../observe/index.ts';
import { createOrganizations, type Organizations } from '../organizations/index.ts';
import type { Queue } from '../queue/index.ts';
import { createServiceMail, type ServiceMail } from '../service-mail/index.ts';

/** People, organizations, their keys, and who may do what: as the commands of the operator use them. */
export interface AccountFeatures {
  readonly administration: Administration;
  readonly apiKeys: ApiKeys;
  readonly audit: Audit;
  /** What the operator sets while the program runs. */
  readonly installation: InstallationSettings;
  readonly members: Members;
  readonly organizations: Organizations;
  readonly serviceMail: ServiceMail;
}

/** Composes them over an open database. */
export function composeAccountFeatures(parts: {
  readonly db: Db;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly queue: Queue;
  readonly domains: Domains;
  readonly accounts: Accounts;
  readonly config: Config;
}): AccountFeatures {
  const { db, clock, config } = parts;
  const { publicUrl, hostname } = config;
  const audit = createAudit({ db, clock });
  const installation = createInstallation({ db, mode: config.mode });
  const serviceMail = createServiceMail({ ...parts, installation, hostname });
  const erasure = createErasure({ ...parts, audit, serviceMail, publicUrl });
  return {
    audit,
    installation,
    serviceMail,
    apiKeys: createApiKeys({ db, clock, audit, installation, serviceMail }),
    members: createMembers({ db, clock, audit, installation, serviceMail, publicUrl }),
    organizations: createOrganizations({ db, clock, audit, installation, erasure }),
    administration: createAdministration({
      ...parts,
      audit,
      installation,
      authentication: {
        endSessions: ({ userId, exceptSessionId }, actor) =>
          endSessions(
            { db, audit },
            {
              userId,
              actor,
              ended:
                exceptSessionId === undefined
                  ? { kind: 'all' }
                  : { kind: 'all_but', sessionId: exceptSessionId },
            },
          ),
      },
      erasure,
    }),
  };
}
