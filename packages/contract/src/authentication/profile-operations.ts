import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { done, email, examples, linkToken, password, personName, user, username } from './schemas.ts';

const tag = 'Sign-in';

/** Address, password and profile of the person who signs in. */
export const profileOperations = {
  sendVerificationEmail: defineOperation({
    id: 'sendVerificationEmail',
    method: 'POST',
    path: '/v1/auth/send-verification-email',
    tag,
    summary: 'Send the confirmation link again',
    description:
      'To a user whose address is not confirmed yet. The link before it stops working. Whether there is such a user is not told.',
    access: { kind: 'public' },
    body: z.strictObject({ email }),
    example: { email: 'jane@example.com' },
    answer: { status: 200, body: done, example: { status: true } },
    errors: ['foreign_origin', 'rate_limited'],
    audited: { nothing: 'It changes nothing, and whether there is such a user is known to nobody who asks' },
    limit: 'mail_sending',
    isTransactional: false,
    isBetterAuth: true,
  }),
  verifyEmail: defineOperation({
    id: 'verifyEmail',
    method: 'POST',
    path: '/v1/auth/verify-email',
    tag,
    summary: 'Confirm an email address',
    description:
      'With the token of the link that was sent to it: after registering, or for a new address. A link works once, for 24 hours, and until a newer one is sent. Nobody is signed in by it.',
    access: { kind: 'public' },
    body: z.strictObject({ token: linkToken }),
    example: { token: examples.linkToken },
    answer: { status: 200, body: done, example: { status: true } },
    errors: ['link_invalid', 'foreign_origin'],
    audited: ['user.email_verified', 'user.email_changed'],
    limit: 'sign_in',
    isBetterAuth: true,
  }),
  requestPasswordReset: defineOperation({
    id: 'requestPasswordReset',
    method: 'POST',
    path: '/v1/auth/request-password-reset',
    tag,
    summary: 'Ask for a link to a new password',
    description:
      'Sends a link to the address when it is that of a user; the answer is the same when it is not. The link before it stops working.',
    access: { kind: 'public' },
    body: z.strictObject({ email }),
    example: { email: 'jane@example.com' },
    answer: {
      status: 200,
      body: z.object({ status: z.boolean(), message: z.string() }),
      example: {
        status: true,
        message: 'If this email exists in our system, check your email for the reset link',
      },
    },
    errors: ['foreign_origin', 'rate_limited'],
    audited: ['password.reset_requested'],
    limit: 'mail_sending',
    isTransactional: false,
    isBetterAuth: true,
  }),
  resetPassword: defineOperation({
    id: 'resetPassword',
    method: 'POST',
    path: '/v1/auth/reset-password',
    tag,
    summary: 'Set a new password with a link',
    description:
      'Ends all sessions. A link works once, for an hour, and until a newer one is sent. After a refused password the link still works. Two-factor sign-in stays on.',
    access: { kind: 'public' },
    body: z.strictObject({ token: linkToken, newPassword: password }),
    example: { token: examples.linkToken, newPassword: examples.password },
    answer: { status: 200, body: done, example: { status: true } },
    errors: ['link_invalid', 'weak_password', 'foreign_origin'],
    audited: ['password.reset'],
    limit: 'sign_in',
    isBetterAuth: true,
  }),
  changePassword: defineOperation({
    id: 'changePassword',
    method: 'POST',
    path: '/v1/auth/change-password',
    tag,
    summary: 'Change your password',
    description:
      'Ends all other sessions, whatever `revokeOtherSessions` says, and gives this one a new cookie. The owner of the address is told by mail.',
    access: { kind: 'session' },
    body: z.strictObject({
      currentPassword: password,
      newPassword: password,
      revokeOtherSessions: z.boolean().optional(),
    }),
    example: { currentPassword: examples.password, newPassword: 'battery staple correct' },
    answer: {
      status: 200,
      body: z.object({ token: z.string().nullish(), user }),
      example: { token: examples.token, user: examples.user },
    },
    errors: ['invalid_credentials', 'weak_password', 'rate_limited'],
    audited: ['password.changed'],
    limit: 'sign_in',
    isTransactional: false,
    isBetterAuth: true,
  }),
  changeEmail: defineOperation({
    id: 'changeEmail',
    method: 'POST',
    path: '/v1/auth/change-email',
    tag,
    summary: 'Change your email address',
    description:
      'Sends a link to the new address and tells the present one; the change is made when the link is followed, and the old address is told again. A new password, and ending all or all other sessions, makes the link useless. Whether somebody else uses the address is not told. Asks for a sign-in of the last day: with an older session the answer is `session_too_old`.',
    access: { kind: 'session' },
    body: z.strictObject({ newEmail: email }),
    example: { newEmail: 'jane@new.example' },
    answer: { status: 200, body: done, example: { status: true } },
    errors: ['session_too_old', 'rate_limited'],
    audited: ['user.email_change_requested'],
    limit: 'mail_sending',
    isTransactional: false,
    isBetterAuth: true,
  }),
  updateUser: defineOperation({
    id: 'updateUser',
    method: 'POST',
    path: '/v1/auth/update-user',
    tag,
    summary: 'Change your name or username',
    description: 'What is absent stays as it is.',
    access: { kind: 'session' },
    body: z
      .strictObject({ name: personName.optional(), username: username.optional() })
      .refine((body) => body.name !== undefined || body.username !== undefined, {
        message: 'Give a name or a username.',
      }),
    example: { name: 'Jane Doe', username: 'Jane' },
    answer: { status: 200, body: done, example: { status: true } },
    errors: ['already_exists'],
    audited: ['user.changed'],
    isBetterAuth: true,
  }),
} as const;
