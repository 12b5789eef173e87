import type { Route } from '../api/index.ts';
import type { AuthenticationContext } from './context.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { profileRoutes } from './profile-routes.ts';
import { secondFactorRoutes } from './second-factor-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';

/** Everything that is answered under `/v1/auth`. */
export function authenticationRoutes(context: AuthenticationContext): readonly Route[] {
  return [
    ...signInRoutes(context),
    ...sessionRoutes(context),
    ...profileRoutes(context),
    ...secondFactorRoutes(context),
    ...passkeyRoutes(context),
  ];
}
