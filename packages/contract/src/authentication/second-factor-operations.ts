import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { done, examples, password, recoveryCode, totpCode, user } from './schemas.ts';

const tag = 'Two-factor sign-in';

const withPassword = z.strictObject({ password });
const passwordExample = { password: examples.password };
const passwordErrors = ['invalid_credentials', 'conflict', 'rate_limited'] as const;
const codesExample = ['aB3dE-9kLm2', 'Zx8cV-b7NmQ'];

const verified = z.object({ token: z.string().nullish(), user });
const verifiedAnswer = {
  status: 200,
  body: verified,
  example: { token: examples.token, user: examples.user },
} as const;
const codeErrors = [
  'second_factor_invalid',
  'conflict',
  'account_suspended',
  'foreign_origin',
  'rate_limited',
] as const;

/** Time-based codes (RFC 6238) and recovery codes. */
export const secondFactorOperations = {
  enableTwoFactor: defineOperation({
    id: 'enableTwoFactor',
    method: 'POST',
    path: '/v1/auth/two-factor/enable',
    tag,
    summary: 'Prepare two-factor sign-in',
    description:
      'Gives the secret for an authenticator, as a URI for its QR code, and ten recovery codes, which are shown this once. It is on after the first code was given to `two-factor/verify-totp`.',
    access: { kind: 'session' },
    body: withPassword,
    example: passwordExample,
    answer: {
      status: 200,
      body: z.object({ method: z.string(), totpURI: z.string(), backupCodes: z.array(z.string()) }),
      example: {
        method: 'totp',
        totpURI:
          'otpauth://totp/SMTPy:jane%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=SMTPy&digits=6&period=30',
        backupCodes: codesExample,
      },
    },
    errors: passwordErrors,
    audited: ['two_factor.prepared'],
    limit: 'sign_in',
    isTransactional: false,
    isBetterAuth: true,
  }),
  disableTwoFactor: defineOperation({
    id: 'disableTwoFactor',
    method: 'POST',
    path: '/v1/auth/two-factor/disable',
    tag,
    summary: 'Switch two-factor sign-in off',
    description: 'Secret and recovery codes are deleted. The owner of the address is told by mail.',
    access: { kind: 'session' },
    body: withPassword,
    example: passwordExample,
    answer: { status: 200, body: done, example: { status: true } },
    errors: passwordErrors,
    audited: ['two_factor.disabled'],
    limit: 'sign_in',
    isTransactional: false,
    isBetterAuth: true,
  }),
  getTotpUri: defineOperation({
    id: 'getTotpUri',
    method: 'POST',
    path: '/v1/auth/two-factor/get-totp-uri',
    tag,
    summary: 'Show the secret of the authenticator again',
    description: 'For one more device.',
    access: { kind: 'session' },
    body: withPassword,
    example: passwordExample,
    answer: {
      status: 200,
      body: z.object({ totpURI: z.string() }),
      example: {
        totpURI:
          'otpauth://totp/SMTPy:jane%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=SMTPy&digits=6&period=30',
      },
    },
    errors: passwordErrors,
    audited: { nothing: 'Nothing changes' },
    limit: 'sign_in',
    isTransactional: false,
    isBetterAuth: true,
  }),
  verifyTotp: defineOperation({
    id: 'verifyTotp',
    method: 'POST',
    path: '/v1/auth/two-factor/verify-totp',
    tag,
    summary: 'Give a code of the authenticator',
    description:
      'Ends a sign-in that asks for a second factor, or, signed in, switches two-factor sign-in on. Codes of half a minute earlier or later are good too; each works once. After five wrong ones the sign-in is over, after ten the factor rests for 15 minutes.',
    access: { kind: 'public' },
    body: z.strictObject({ code: totpCode }),
    example: { code: '492039' },
    answer: verifiedAnswer,
    errors: codeErrors,
    audited: ['session.started', 'session.refused', 'two_factor.enabled'],
    limit: 'sign_in',
    isTransactional: false,
    isBetterAuth: true,
  }),
  verifyBackupCode: defineOperation({
    id: 'verifyBackupCode',
    method: 'POST',
    path: '/v1/auth/two-factor/verify-backup-code',
    tag,
    summary: 'Give a recovery code',
    description: 'Ends a sign-in that asks for a second factor. Each code works once.',
    access: { kind: 'public' },
    body: z.strictObject({ code: recoveryCode }),
    example: { code: 'aB3dE-9kLm2' },
    answer: verifiedAnswer,
    errors: codeErrors,
    audited: ['session.started', 'session.refused'],
    limit: 'sign_in',
    isTransactional: false,
    isBetterAuth: true,
  }),
  generateBackupCodes: defineOperation({
    id: 'generateBackupCodes',
    method: 'POST',
    path: '/v1/auth/two-factor/generate-backup-codes',
    tag,
    summary: 'Make new recovery codes',
    description: 'Ten, shown this once. The old ones stop working.',
    access: { kind: 'session' },
    body: withPassword,
    example: passwordExample,
    answer: {
      status: 200,
      body: z.object({ status: z.boolean(), backupCodes: z.array(z.string()) }),
      example: { status: true, backupCodes: codesExample },
    },
    errors: passwordErrors,
    audited: ['two_factor.codes_renewed'],
    limit: 'sign_in',
    isTransactional: false,
    isBetterAuth: true,
  }),
} as const;
