import type { ErrorCode } from '@smtpy/contract';
import { ApiError } from '../api/index.ts';
import type { BridgeAnswer } from './exchange.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly retryAfterSeconds?: number;
}

const wrongCredentials: Meaning = { code: 'invalid_credentials' };
const wrongCode: Meaning = { code: 'second_factor_invalid' };
const wrongPassword: Meaning = { code: 'invalid_credentials', detail: 'The password is not right.' };
const wrongPasskey: Meaning = {
  code: 'invalid_request',
  detail:
    'This is not what the authenticator was asked for, or it took longer than five minutes. Begin again.',
};

/** What the errors of Better Auth are called here. */
const meanings: Readonly<Record<string, Meaning>> = {
  UNAUTHORIZED: { code: 'unauthenticated' },
  FAILED_TO_GET_SESSION: { code: 'unauthenticated' },
  SESSION_EXPIRED: { code: 'session_too_old' },
  SESSION_NOT_FRESH: { code: 'session_too_old' },
  INVALID_ORIGIN: { code: 'foreign_origin' },
  MISSING_OR_NULL_ORIGIN: { code: 'foreign_origin' },
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: { code: 'foreign_origin' },
  // A login that can be nobody's is as wrong as one that is nobody's.
  INVALID_EMAIL: wrongCredentials,
  INVALID_EMAIL_OR_PASSWORD: wrongCredentials,
  INVALID_USERNAME_OR_PASSWORD: wrongCredentials,
  INVALID_USERNAME: wrongCredentials,
  USERNAME_TOO_SHORT: wrongCredentials,
  USERNAME_TOO_LONG: wrongCredentials,
  PASSWORD_TOO_LONG: wrongCredentials,
  EMAIL_NOT_VERIFIED: { code: 'email_not_verified' },
  ACCOUNT_SUSPENDED: { code: 'account_suspended' },
  INVALID_PASSWORD: wrongPassword,
  CREDENTIAL_ACCOUNT_NOT_FOUND: {
    code: 'conflict',
    detail: 'This account has no password. Set one with a link by mail.',
  },
  USERNAME_IS_ALREADY_TAKEN: { code: 'already_exists', detail: 'This username is taken.' },
  TOTP_ALREADY_ENABLED: { code: 'conflict', detail: 'Two-factor sign-in is on. Switch it off first.' },
  TOTP_NOT_ENABLED: { code: 'conflict', detail: 'Two-factor sign-in was not prepared.' },
  TWO_FACTOR_NOT_ENABLED: { code: 'conflict', detail: 'Two-factor sign-in is off.' },
  BACKUP_CODES_NOT_ENABLED: wrongCode,
  INVALID_CODE: wrongCode,
  INVALID_BACKUP_CODE: wrongCode,
  INVALID_TWO_FACTOR_COOKIE: wrongCode,
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: wrongCode,
  ACCOUNT_TEMPORARILY_LOCKED: {
    code: 'rate_limited',
    detail: 'There were ten wrong codes in a row. The second factor rests for 15 minutes.',
    retryAfterSeconds: 900,
  },
  CHALLENGE_NOT_FOUND: wrongPasskey,
  FAILED_TO_VERIFY_REGISTRATION: wrongPasskey,
  YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY: wrongPasskey,
  AUTHENTICATION_FAILED: wrongCredentials,
  PASSKEY_NOT_FOUND: { code: 'not_found' },
};

/** For answers without a code. */
const meaningsOfStatus: Readonly<Record<number, Meaning>> = {
  401: { code: 'unauthenticated' },
  // Two requests used a recovery code at once: this one came second.
  409: wrongCode,
};

/**
 * The error to answer with. What was done before stays: counts of failed tries and links that were used up would otherwise come back with
 * each failure. What is in no table is a mistake of ours where Better Auth says so, and one of the request otherwise.
 */
export function errorFor({ status, body, cookies }: BridgeAnswer): ApiError {
  const code = codeOf(body);
  const meaning = (code === undefined ? undefined : meanings[code]) ?? meaningsOfStatus[status];
  if (meaning === undefined) {
    const cause = new Error(`Better Auth answered ${String(status)} ${code ?? 'without a code'}`);
    return new ApiError(status >= 500 ? 'internal_error' : 'invalid_request', { cause });
  }
  const { code: own, detail, retryAfterSeconds } = meaning;
  return new ApiError(own, {
    detail,
    isWorkKept: true,
    headers: cookies,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** Whether the table knows what was answered. */
export function isKnownError({ status, body }: BridgeAnswer): boolean {
  const code = codeOf(body);
  return (code !== undefined && code in meanings) || status in meaningsOfStatus;
}

function codeOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body)) return undefined;
  return typeof body.code === 'string' ? body.code : undefined;
}
