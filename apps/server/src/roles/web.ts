import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { operations } from '@smtpy/contract';
import { programVersion } from '../config/index.ts';
import { pendingMigrations } from '../db/index.ts';
import { createConfirmations } from '../followups/index.ts';
import {
  builtApplication,
  closeGracefully,
  createApi,
  createHttpApp,
  loadWebApplication,
  registerConfirmMailboxPage,
  registerConfirmationPage,
  registerMtaStsPolicy,
  registerQuarantinePage,
  registerReference,
  registerSetupPage,
} from '../http/index.ts';
import { createLive, type Live } from '../live/index.ts';
import { createQuarantine, createQuarantineLinks, type QuarantineLinks } from '../quarantine/index.ts';
import { registerSandboxPages } from '../sandbox/index.ts';
import { createSenderEntries } from '../senders/index.ts';
import { createApiFeatures, type ApiFeatures } from './api.ts';
import type { Dependencies } from './dependencies.ts';
import type { RunningRole } from './running.ts';

/** How long one readiness check may take. */
const readinessTimeoutMs = 3_000;

/** Serves the API, pages and health: the `web` role. */
export async function startWebRole(dependencies: Dependencies): Promise<RunningRole> {
  const { config, events } = dependencies;
  const features = createApiFeatures(dependencies);
  const live = await createLive({ ...dependencies, node: dependencies.settings.owner });
  const application = await loadWebApplication(builtApplication, config.mode);
  const app = await createHttpApp({
    config: { ...config.http, publicUrl: config.publicUrl },
    web: config.web,
    events,
    readiness: { check: () => checkReadiness(dependencies) },
    homePage: config.mode === 'sandbox' ? '/sandbox' : undefined,
    application,
    register: (app) => {
      registerApi(app, dependencies, { ...features, live });
      registerPages(app, dependencies, { ...features, hasApplication: application !== undefined });
    },
  });
  await app.listen({ host: config.http.host, port: config.http.port });
  const { port } = app.server.address() as AddressInfo;
  const host = config.http.host.includes(':') ? `[${config.http.host}]` : config.http.host;
  return {
    role: 'web',
    addresses: { http: `http://${host}:${port}` },
    [Symbol.asyncDispose]: () => closeGracefully(app),
  };
}

function registerApi(
  app: FastifyInstance,
  dependencies: Dependencies,
  features: ApiFeatures & { readonly live: Live },
): void {
  const { authentication, members } = features;
  createApi(app, { ...dependencies, ...features, sessions: authentication, memberships: members });
  const { publicUrl } = dependencies.config;
  registerReference(app, { operations, version: programVersion, publicUrl });
}

function registerPages(
  app: FastifyInstance,
  dependencies: Dependencies,
  features: ApiFeatures & { readonly hasApplication: boolean },
): void {
  const { hasApplication } = features;
  const { config, accounts, sandbox, messages } = dependencies;
  registerMtaStsPolicy(app, dependencies);
  registerSetupPage(app, {
    useSetupLink: (request) => accounts.useSetupLink(request),
    hasApplication,
  });
  registerConfirmMailboxPage(app, features);
  const confirmations = createConfirmations({ ...dependencies, key: dependencies.confirmationKey });
  registerConfirmationPage(app, { confirmations });
  registerQuarantinePage(app, { links: createLinks(dependencies) });
  if (config.mode !== 'sandbox') return;
  registerSandboxPages(app, {
    sandbox,
    publicUrl: config.publicUrl,
    hasApplication,
    loadTimeline: async (messageId) => (await messages.show(messageId))?.timeline ?? [],
  });
}

/** Links are followed seldom: the lists of senders are read and written, never kept here. */
function createLinks(dependencies: Dependencies): QuarantineLinks {
  const { clock, quarantineKey: key } = dependencies;
  const quarantine = createQuarantine({ ...dependencies, senders: createSenderEntries(dependencies) });
  return createQuarantineLinks({ quarantine, clock, key });
}

async function checkReadiness({ db, config }: Dependencies): Promise<Readonly<Record<string, boolean>>> {
  const within = async (check: () => Promise<boolean>): Promise<boolean> => {
    const late = AbortSignal.timeout(readinessTimeoutMs);
    const isLate = new Promise<boolean>((resolve) => {
      late.addEventListener('abort', () => {
        resolve(false);
      });
    });
    // Expected: the database is away; that is what is being asked.
    return Promise.race([check().catch(() => false), isLate]);
  };
  const database = await within(async () => (await db.query({ text: 'select 1' })).length === 1);
  const migrations = database && (await within(async () => (await pendingMigrations(db)).length === 0));
  // The listeners of this process are up before it answers at all: a role that cannot listen ends the start.
  return { database, migrations, listeners: config.roles.length > 0 };
}
