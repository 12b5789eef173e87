import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import {
  done,
  email,
  examples,
  linkToken,
  nothing,
  password,
  personName,
  session,
  user,
  username,
} from './schemas.ts';

const tag = 'Sign-in';

/** How a sign-in with a password ends when the password was right. */
const signedIn = z
  .object({
    redirect: z.boolean().optional(),
    token: z.string().optional().meta({ description: 'Names the new session' }),
    user: user.optional(),
    twoFactorRedirect: z
      .boolean()
      .optional()
      .meta({ description: 'Whether a second factor is asked for; then nobody is signed in yet' }),
    twoFactorMethods: z.array(z.string()).optional(),
  })
  .meta({ id: 'SignedIn' });

const rememberMe = z.boolean().optional().meta({
  description: 'With `false` the session ends with the browser, and after a day at the latest',
});

/** What a sign-in is by either name. */
const passwordSignIn = {
  method: 'POST',
  tag,
  description: `Sets the session cookie. A wrong password, an unknown user and a user without a password get the same answer in the same time. \
Where two-factor sign-in is on, the answer has \`twoFactorRedirect\` and the sign-in goes on with \`two-factor/verify-totp\` or \
\`two-factor/verify-backup-code\` within ten minutes. Failures slow down who goes on trying.`,
  access: { kind: 'public' },
  answer: {
    status: 200,
    body: signedIn,
    example: { redirect: false, token: examples.token, user: examples.user },
  },
  errors: [
    'invalid_credentials',
    'email_not_verified',
    'account_suspended',
    'foreign_origin',
    'rate_limited',
  ],
  audited: ['session.started', 'session.refused'],
  limit: 'sign_in',
  isTransactional: false,
  isBetterAuth: true,
} as const;

/** Registration, sign-in, sign-out and sessions. */
export const signInOperations = {
  signUpEmail: defineOperation({
    id: 'signUpEmail',
    method: 'POST',
    path: '/v1/auth/sign-up/email',
    tag,
    summary: 'Register',
    description: `Makes a user and sends a link to the address, which has to be followed before the first sign-in. With the token of an \
invitation the address counts as confirmed. The answer is the same whether there is a user with this address or username already or not: \
the owner of the address is told by mail, and a username that is taken is left out. Nobody is signed in by it.`,
    access: { kind: 'public' },
    body: z.strictObject({
      email,
      password,
      name: personName.optional(),
      username: username.optional(),
      invitationToken: linkToken.optional(),
    }),
    example: { email: 'jane@example.com', password: examples.password, name: 'Jane Doe', username: 'Jane' },
    answer: {
      status: 200,
      body: z.object({ token: z.null(), user }),
      example: { token: null, user: { ...examples.user, emailVerified: false } },
    },
    errors: ['registration_closed', 'weak_password', 'link_invalid', 'foreign_origin', 'rate_limited'],
    audited: ['user.registered'],
    limit: 'mail_sending',
    isTransactional: false,
    isBetterAuth: true,
  }),
  signInEmail: defineOperation({
    ...passwordSignIn,
    id: 'signInEmail',
    path: '/v1/auth/sign-in/email',
    summary: 'Sign in with the email address',
    body: z.strictObject({ email, password, rememberMe }),
    example: { email: 'jane@example.com', password: examples.password },
  }),
  signInUsername: defineOperation({
    ...passwordSignIn,
    id: 'signInUsername',
    path: '/v1/auth/sign-in/username',
    summary: 'Sign in with the username',
    body: z.strictObject({ username: z.string().trim().min(1).max(100), password, rememberMe }),
    example: { username: 'jane', password: examples.password },
  }),
  signOut: defineOperation({
    id: 'signOut',
    method: 'POST',
    path: '/v1/auth/sign-out',
    tag,
    summary: 'Sign out',
    description:
      'Ends the session of the cookie and takes the cookie away. Without a session it does nothing.',
    access: { kind: 'public' },
    body: nothing,
    isBodyOptional: true,
    example: {},
    answer: { status: 200, body: z.object({ success: z.boolean() }), example: { success: true } },
    errors: ['foreign_origin'],
    audited: ['session.ended'],
    isBetterAuth: true,
  }),
  getSession: defineOperation({
    id: 'getSession',
    method: 'GET',
    path: '/v1/auth/get-session',
    tag,
    summary: 'Show who is signed in',
    description:
      'The session of the cookie with its user, or `null`. A session that is in use is extended to 30 days from then on, at most once a day.',
    access: { kind: 'public' },
    answer: {
      status: 200,
      body: z.object({ session, user }).nullable(),
      example: { session: examples.session, user: examples.user },
    },
    isBetterAuth: true,
  }),
  listSessions: defineOperation({
    id: 'listSessions',
    method: 'GET',
    path: '/v1/auth/list-sessions',
    tag,
    summary: 'List your sessions',
    description: 'All sessions that are in force, newest first.',
    access: { kind: 'session' },
    answer: { status: 200, body: z.array(session), example: [examples.session] },
    isBetterAuth: true,
  }),
  revokeSession: defineOperation({
    id: 'revokeSession',
    method: 'POST',
    path: '/v1/auth/revoke-session',
    tag,
    summary: 'End one of your sessions',
    description:
      'It is over at once, on all nodes. A token of nobody, or of somebody else, ends nothing and gets the same answer.',
    access: { kind: 'session' },
    body: z.strictObject({
      token: z
        .string()
        .min(1)
        .max(200)
        .regex(/^[\x21-\x7e]+$/),
    }),
    example: { token: examples.token },
    answer: { status: 200, body: done, example: { status: true } },
    audited: ['session.revoked'],
    isBetterAuth: true,
  }),
  revokeSessions: defineOperation({
    id: 'revokeSessions',
    method: 'POST',
    path: '/v1/auth/revoke-sessions',
    tag,
    summary: 'End all of your sessions',
    description: 'This one included.',
    access: { kind: 'session' },
    body: nothing,
    isBodyOptional: true,
    example: {},
    answer: { status: 200, body: done, example: { status: true } },
    audited: ['session.revoked'],
    isBetterAuth: true,
  }),
  revokeOtherSessions: defineOperation({
    id: 'revokeOtherSessions',
    method: 'POST',
    path: '/v1/auth/revoke-other-sessions',
    tag,
    summary: 'End your other sessions',
    description: 'All but the one of the request.',
    access: { kind: 'session' },
    body: nothing,
    isBodyOptional: true,
    example: {},
    answer: { status: 200, body: done, example: { status: true } },
    audited: ['session.revoked'],
    isBetterAuth: true,
  }),
} as const;
