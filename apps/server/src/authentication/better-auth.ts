import { passkey } from '@better-auth/passkey';
import { APIError, betterAuth } from 'better-auth';
import { twoFactor, username } from 'better-auth/plugins';
import { usernameLength } from '../accounts/index.ts';
import { freshSeconds } from '../api/index.ts';
import { newId } from '../db/index.ts';
import { cookiePrefix, secretText, sessionSeconds, sessionUpdateSeconds } from './better-auth-options.ts';
import { clientAddressField } from './exchange.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import { createDialect } from './dialect.ts';
import { passwordHashing } from './passwords.ts';
import { isSuspended } from './store.ts';

/** What is used of Better Auth. */
export interface BetterAuth {
  readonly handler: (request: Request) => Promise<Response>;
}

/**
 * Better Auth as a library for credentials, sessions, second factors and passkeys. What people are told by mail, links and registration are
 * ours. This module is loaded when a server begins to serve HTTP, for it brings some hundred modules along.
 */
export async function createBetterAuth(dependencies: AuthenticationDependencies): Promise<BetterAuth> {
  const auth = betterAuth({
    appName: 'SMTPy',
    baseURL: new URL(dependencies.publicUrl).origin,
    basePath: '/v1/auth',
    secret: secretText(dependencies.secret),
    database: {
      dialect: createDialect(dependencies.db),
      type: 'postgres',
      schemaName: 'auth',
      transaction: false,
    },
    // The frame of the API compares Origin and Host of every request before it comes here.
    trustedOrigins: (request) => [request?.headers.get('origin') ?? ''],
    ...accountOptions,
    advanced: advancedOptions(dependencies),
    databaseHooks: {
      session: { create: { before: (session) => refuseSuspended(dependencies, session.userId) } },
    },
    plugins: plugins(dependencies),
    // The limits of the API count over all nodes; these would count in one process.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      log: (_level, message, ...details) => {
        logFailure(dependencies, message, details);
      },
    },
  });
  // So that what is wrong with the options is known at the start, and not at the first request.
  await auth.$context;
  return { handler: auth.handler };
}

const accountOptions = {
  emailAndPassword: {
    enabled: true,
    disableSignUp: true,
    requireEmailVerification: true,
    // The rules are in `accounts/`; these only bound.
    minPasswordLength: 1,
    maxPasswordLength: 512,
    password: passwordHashing,
  },
  user: { additionalFields: { role: { type: 'string', input: false, required: false } } },
  // No cache of sessions in cookies: one that was ended is over at once on all nodes.
  session: {
    expiresIn: sessionSeconds,
    updateAge: sessionUpdateSeconds,
    freshAge: freshSeconds,
    cookieCache: { enabled: false },
  },
  // Deleting what lapsed is a job: within requests it would make them wait for each other's rows.
  verification: { storeIdentifier: 'hashed', disableCleanup: true },
} as const;

function advancedOptions({ publicUrl }: AuthenticationDependencies) {
  return {
    cookiePrefix,
    useSecureCookies: publicUrl.startsWith('https:'),
    defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' as const },
    ipAddress: { ipAddressHeaders: [clientAddressField], ipv6Subnet: 128 },
    database: { generateId: () => newId(), validateSchema: false },
  };
}

function plugins({ mode, publicUrl }: AuthenticationDependencies) {
  const url = new URL(publicUrl);
  return [
    username({
      maxUsernameLength: usernameLength.max,
      usernameValidator: (name) => /^[A-Za-z0-9._-]+$/.test(name),
    }),
    twoFactor({
      issuer: 'SMTPy',
      backupCodeOptions: { amount: 10, length: 10, storeBackupCodes: 'encrypted' },
    }),
    passkey({
      rpName: 'SMTPy',
      rpID: mode === 'sandbox' ? 'localhost' : url.hostname,
      // A sandbox is reached on any port: there the page is the one that the frame compared with Host.
      origin: mode === 'sandbox' ? null : url.origin,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      registration: {
        afterVerification: ({ verification }) => {
          demandVerifiedPerson(verification.registrationInfo?.userVerified);
        },
      },
      authentication: {
        afterVerification: ({ verification }) => {
          demandVerifiedPerson(verification.authenticationInfo.userVerified);
        },
      },
    }),
  ];
}

/** A passkey stands for two factors: having the device, and being or knowing what unlocks it. */
function demandVerifiedPerson(isVerified: boolean | undefined): void {
  if (isVerified !== true)
    throw new APIError('UNAUTHORIZED', { code: 'AUTHENTICATION_FAILED', message: 'Not verified' });
}

/** At this place the password, or the passkey, was right. */
async function refuseSuspended({ db }: AuthenticationDependencies, userId: string): Promise<void> {
  if (await isSuspended(db, userId)) {
    throw new APIError('FORBIDDEN', { code: 'ACCOUNT_SUSPENDED', message: 'Suspended' });
  }
}

/** Errors alone are told: other arguments are rows and requests, which may hold secrets. */
function logFailure(
  { events }: AuthenticationDependencies,
  message: string,
  details: readonly unknown[],
): void {
  const error = details.find((detail) => detail instanceof Error);
  events.failed('authentication', error ?? new Error(message));
}
