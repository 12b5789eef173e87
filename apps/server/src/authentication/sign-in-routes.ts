import { authenticationOperations as operations } from '@smtpy/contract';
import { ApiError, route, type Route } from '../api/index.ts';
import type { AuthenticationContext } from './context.ts';
import { withFloor } from './floor.ts';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';

/** Registering and signing in. */
export function signInRoutes(context: AuthenticationContext): readonly Route[] {
  return [
    route(operations.signUpEmail, ({ body, caller }) =>
      withFloor(async () => {
        const { email, password, name, username, invitationToken } = body;
        const wish = { email, password, name, username, invitationToken, actor: caller.actor };
        const result = await signUp(context, wish);
        if (result.kind === 'weak_password') throw new ApiError('weak_password', { detail: result.reason });
        if (result.kind !== 'registered') throw new ApiError(result.kind);
        const createdAt = result.createdAt.toISOString();
        return {
          token: null,
          user: {
            id: result.userId,
            name: result.name,
            email,
            emailVerified: result.isEmailVerified,
            image: null,
            createdAt,
            updatedAt: createdAt,
            username: username?.toLowerCase() ?? null,
            displayUsername: username ?? null,
            role: 'user' as const,
            twoFactorEnabled: false,
          },
        };
      }),
    ),
    route(operations.signInEmail, ({ body, caller, headers }) =>
      signIn(context, { path: '/sign-in/email', login: body.email, body, headers, ...caller }),
    ),
    route(operations.signInUsername, ({ body, caller, headers }) =>
      signIn(context, { path: '/sign-in/username', login: body.username, body, headers, ...caller }),
    ),
  ];
}
