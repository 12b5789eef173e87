import { accountRoutes } from '../accounts/index.ts';
import {
  administrationRoutes,
  createAdministration,
  type HealthDependencies,
} from '../administration/index.ts';
import type { Route } from '../api/index.ts';
import { createApiKeys, keyRoutes, type ApiKeys } from '../api-keys/index.ts';
import { auditRoutes, createAudit } from '../audit/index.ts';
import { createAuthentication, type Authentication } from '../authentication/index.ts';
import { programVersion } from '../config/index.ts';
import { createErasure, erasureRoutes, type Erasure } from '../erasure/index.ts';
import { installationFactRoutes } from '../installation/index.ts';
import { createMailboxConfirmations, type MailboxConfirmations } from '../mailbox-confirmation/index.ts';
import { createMembers, memberRoutes, type Members } from '../members/index.ts';
import { createOrganizations, organizationRoutes } from '../organizations/index.ts';
import { createRequestLimits, type RequestLimits } from '../request-limits/index.ts';
import type { Dependencies } from './dependencies.ts';
import { resourceRoutes } from './resources.ts';

/** What the web role makes for the API and its pages. */
export interface ApiFeatures {
  readonly routes: readonly Route[];
  readonly authentication: Authentication;
  readonly members: Members;
  readonly limits: RequestLimits;
  readonly keys: ApiKeys;
  readonly mailboxConfirmations: MailboxConfirmations;
}

/** Makes the features of the API and gathers their routes. */
export function createApiFeatures(dependencies: Dependencies): ApiFeatures {
  const { config, db, clock, installation, queue } = dependencies;
  const audit = createAudit({ db, clock });
  const members = createMembers({ ...dependencies, audit, publicUrl: config.publicUrl });
  const erasure = createAccountErasure(dependencies);
  const organizations = createOrganizations({ db, clock, audit, installation, erasure });
  const keys = createApiKeys({ ...dependencies, audit });
  const limits = createRequestLimits({ db, clock, rates: config.web.limits });
  const authentication = createAuthentication({
    ...dependencies,
    mode: config.mode,
    publicUrl: config.publicUrl,
    secret: dependencies.accountsKey,
    members,
    audit,
    limits,
  });
  const { publicUrl } = config;
  const mailboxConfirmations = createMailboxConfirmations({ ...dependencies, audit, limits, publicUrl });
  const administration = createAdministration({ ...dependencies, audit, authentication, erasure });
  const routes = [
    ...installationFactRoutes({ ...dependencies, mode: config.mode }),
    ...authentication.routes,
    ...accountRoutes({ db, clock, audit, erasure }),
    ...erasureRoutes({ erasure, clock, authentication }),
    ...organizationRoutes({ organizations, members }),
    ...memberRoutes({ members }),
    ...keyRoutes({ apiKeys: keys }),
    ...auditRoutes({ db, audit }),
    ...resourceRoutes({ ...dependencies, audit, mailboxConfirmations }),
    ...administrationRoutes({ administration, queue, installation, audit, health: healthOf(dependencies) }),
  ];
  return { routes, authentication, members, limits, keys, mailboxConfirmations };
}

/** What erases people and organizations; the jobs role does what is left of it. */
export function createAccountErasure(dependencies: Dependencies): Erasure {
  const { config, db, clock } = dependencies;
  const audit = createAudit({ db, clock });
  return createErasure({ ...dependencies, audit, publicUrl: config.publicUrl });
}

/** What the operator sees of the process that answers. */
function healthOf({ config, settings, db, clock, queue }: Dependencies): HealthDependencies {
  const { mode, hostname, roles, dataDir } = config;
  const process = { version: programVersion, mode, hostname, roles, dataDir, startedAt: clock.now() };
  return { db, clock, queue, process, certificate: settings.tls.cert };
}
