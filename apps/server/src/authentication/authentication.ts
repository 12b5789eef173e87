import type { IncomingHttpHeaders } from 'node:http';
import { verifyUserPassword } from './verify-password.ts';
import type { Actor, Principal, Route } from '../api/index.ts';
import { cookiePrefix, secretText } from './better-auth-options.ts';
import { outsideTransaction } from '../db/index.ts';
import { createBridge } from './bridge.ts';
import type { AuthenticationContext } from './context.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import { verifyEmail, type VerifyEmailResult } from './email.ts';
import { requestPasswordReset, resetPassword, type ResetPasswordResult } from './password-change.ts';
import { authenticationRoutes } from './routes.ts';
import { createCookieReader, findSession } from './session-cookie.ts';
import type { Bridge } from './exchange.ts';
import { endSessions } from './session-routes.ts';
import { signUp, type SignUp, type SignUpResult } from './sign-up.ts';

/** Signing in and what belongs to it. */
export interface Authentication {
  readonly routes: readonly Route[];
  /** Whose session cookie came along; undefined where none is in force. One statement, which changes nothing. */
  findSession(headers: IncomingHttpHeaders): Promise<Principal | undefined>;
  /** Uses a link that confirms an address: for a page without scripts. */
  verifyEmail(use: { readonly token: string; readonly actor: Actor }): Promise<VerifyEmailResult>;
  /** Uses a link to a new password. */
  resetPassword(use: {
    readonly token: string;
    readonly newPassword: string;
    readonly actor: Actor;
  }): Promise<ResetPasswordResult>;
  /** Sends a link when the address is that of a user. Takes longer then: answer after a fixed time. */
  requestPasswordReset(request: { readonly email: string; readonly actor: Actor }): Promise<void>;
  /** Whether this is the password of a user who is signed in. Throws `rate_limited` after too many wrong ones. */
  verifyPassword(confirmation: { readonly userId: string; readonly password: string }): Promise<boolean>;
  /** Ends sessions of a user at once on all nodes: all, or all but one. */
  endSessions(
    sessions: { readonly userId: string; readonly exceptSessionId?: string | undefined },
    actor: Actor,
  ): Promise<void>;
  /** Registers a user: for a page without scripts. Takes longer for a new user; answer after a fixed time. */
  register(wish: SignUp): Promise<SignUpResult>;
}

/** Authentication on a database. */
export function createAuthentication(dependencies: AuthenticationDependencies): Authentication {
  const { publicUrl, secret } = dependencies;
  const cookies = createCookieReader({
    secret: secretText(secret),
    prefix: cookiePrefix,
    isSecure: publicUrl.startsWith('https:'),
  });
  const context: AuthenticationContext = { ...dependencies, ask: createLazyBridge(dependencies), cookies };
  return {
    routes: authenticationRoutes(context),
    findSession: (headers) => findSession(context, headers),
    verifyEmail: (use) => verifyEmail(context, use),
    resetPassword: (use) => resetPassword(context, use),
    requestPasswordReset: (request) => requestPasswordReset(context, request),
    verifyPassword: (confirmation) => verifyUserPassword(context, confirmation),
    endSessions: ({ userId, exceptSessionId }, actor) => {
      const ended =
        exceptSessionId === undefined
          ? ({ kind: 'all' } as const)
          : ({ kind: 'all_but', sessionId: exceptSessionId } as const);
      return endSessions(context, { userId, ended, actor });
    },
    register: (wish) => signUp(context, wish),
  };
}

/** Better Auth takes some 60 MiB, so it is loaded with the first request for it; those that come meanwhile wait for the same load. */
function createLazyBridge(dependencies: AuthenticationDependencies): Bridge {
  let loading: Promise<Bridge> | undefined;
  const load = async (): Promise<Bridge> => {
    const { createBetterAuth } = await import('./better-auth.ts');
    return createBridge(await createBetterAuth(dependencies), dependencies);
  };
  return async (request) => {
    loading ??= outsideTransaction(load);
    // Expected: the module cannot be read; the next request tries again.
    const ask = await loading.catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return ask(request);
  };
}
