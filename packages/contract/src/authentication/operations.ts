import { passkeyOperations } from './passkey-operations.ts';
import { profileOperations } from './profile-operations.ts';
import { secondFactorOperations } from './second-factor-operations.ts';
import { signInOperations } from './sign-in-operations.ts';

/** Everything under `/v1/auth`; other addresses there do not exist, whatever the library behind them knows. */
export const authenticationOperations = {
  ...signInOperations,
  ...profileOperations,
  ...secondFactorOperations,
  ...passkeyOperations,
} as const;
