import type { Bridge } from './exchange.ts';
import type { AuthenticationDependencies } from './dependencies.ts';
import type { CookieReader } from './session-cookie.ts';

/** What handlers work with: the dependencies, Better Auth behind its bridge, and cookies. */
export interface AuthenticationContext extends AuthenticationDependencies {
  readonly ask: Bridge;
  readonly cookies: CookieReader;
}
