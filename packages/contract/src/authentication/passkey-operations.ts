import { z } from 'zod';
import { defineOperation } from '../api/operation.ts';
import { id, instant, jsonValue } from '../api/page.ts';
import { text } from '../api/text.ts';
import { done, examples, session, user } from './schemas.ts';

const tag = 'Passkeys';

/** Bytes as WebAuthn writes them in JSON: base64url, some kilobytes at most. */
const bytes = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+={0,2}$/, 'This is not base64url.');
const attachment = z.enum(['platform', 'cross-platform']);
const credential = {
  id: bytes,
  rawId: bytes,
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string().max(100), jsonValue).default({}),
  authenticatorAttachment: attachment.nullish(),
};

/** `PublicKeyCredential.toJSON()` after `navigator.credentials.create` (W3C Web Authentication Level 3 §5.1). */
const registrationResponse = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: bytes,
    attestationObject: bytes,
    authenticatorData: bytes.optional(),
    transports: z
      .array(
        z
          .string()
          .max(50)
          .regex(/^[a-z-]+$/),
      )
      .max(10)
      .optional(),
    publicKey: bytes.nullish(),
    publicKeyAlgorithm: z.int().optional(),
  }),
});

/** The same after `navigator.credentials.get`. */
const authenticationResponse = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullish(),
  }),
});

/** What the browser is given; its members are those of the standard. */
const options = z.looseObject({ challenge: z.string() });
const optionsExample = {
  challenge: 'p5aV2uHXr0AOqUk7HQitvg',
  rpId: 'mail.example.com',
  userVerification: 'required',
};

const passkey = z
  .object({
    id,
    name: z.string().nullish(),
    userId: id,
    credentialID: z.string(),
    deviceType: z.string().meta({ description: '`multiDevice`: kept by a provider, on several devices' }),
    backedUp: z.boolean(),
    transports: z.string().nullish(),
    createdAt: instant.nullish(),
    aaguid: z.string().nullish().meta({ description: 'The make of the authenticator' }),
  })
  .meta({ id: 'Passkey' });
const passkeyExample = {
  id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a003',
  name: 'Laptop',
  userId: examples.user.id,
  credentialID: 'q1xW0d8yQ3m6',
  deviceType: 'singleDevice',
  backedUp: false,
  transports: 'internal',
  createdAt: '2026-11-22T09:30:00.000Z',
  aaguid: '00000000-0000-0000-0000-000000000000',
};
const credentialExample = {
  id: 'q1xW0d8yQ3m6',
  rawId: 'q1xW0d8yQ3m6',
  type: 'public-key',
  clientExtensionResults: {},
};
const passkeyName = text({ max: 100 });

/** Signing in with passkeys (W3C Web Authentication). */
export const passkeyOperations = {
  generatePasskeyRegistrationOptions: defineOperation({
    id: 'generatePasskeyRegistrationOptions',
    method: 'GET',
    path: '/v1/auth/passkey/generate-register-options',
    tag,
    summary: 'Begin to add a passkey',
    description:
      'Options for `navigator.credentials.create`, good for five minutes. Asks for a sign-in of the last day.',
    access: { kind: 'session' },
    query: z.strictObject({
      authenticatorAttachment: attachment.optional(),
      name: passkeyName.optional(),
    }),
    answer: { status: 200, body: options, example: optionsExample },
    errors: ['session_too_old'],
    isBetterAuth: true,
  }),
  verifyPasskeyRegistration: defineOperation({
    id: 'verifyPasskeyRegistration',
    method: 'POST',
    path: '/v1/auth/passkey/verify-registration',
    tag,
    summary: 'Add a passkey',
    description: 'With what the authenticator gave. Asks for a sign-in of the last day.',
    access: { kind: 'session' },
    body: z.strictObject({ response: registrationResponse, name: passkeyName.optional() }),
    example: {
      response: {
        ...credentialExample,
        response: { clientDataJSON: 'eyJ0eXBlIjoi', attestationObject: 'o2NmbXRkbm9uZQ' },
      },
      name: 'Laptop',
    },
    answer: { status: 200, body: passkey, example: passkeyExample },
    errors: ['session_too_old', 'limit_reached', 'already_exists'],
    audited: ['passkey.added'],
    limit: 'sign_in',
    isBetterAuth: true,
  }),
  generatePasskeyAuthenticationOptions: defineOperation({
    id: 'generatePasskeyAuthenticationOptions',
    method: 'GET',
    path: '/v1/auth/passkey/generate-authenticate-options',
    tag,
    summary: 'Begin to sign in with a passkey',
    description: 'Options for `navigator.credentials.get`, good for five minutes.',
    access: { kind: 'public' },
    answer: { status: 200, body: options, example: optionsExample },
    limit: 'sign_in',
    isBetterAuth: true,
  }),
  verifyPasskeyAuthentication: defineOperation({
    id: 'verifyPasskeyAuthentication',
    method: 'POST',
    path: '/v1/auth/passkey/verify-authentication',
    tag,
    summary: 'Sign in with a passkey',
    description:
      'Sets the session cookie. The authenticator must have verified the person, which makes it two factors: no further one is asked for.',
    access: { kind: 'public' },
    body: z.strictObject({ response: authenticationResponse }),
    example: {
      response: {
        ...credentialExample,
        response: {
          clientDataJSON: 'eyJ0eXBlIjoi',
          authenticatorData: 'SZYN5YgOjGh0NBcP',
          signature: 'MEUCIQ',
        },
      },
    },
    answer: {
      status: 200,
      body: z.object({ session, user }),
      example: { session: examples.session, user: examples.user },
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
  }),
  listPasskeys: defineOperation({
    id: 'listPasskeys',
    method: 'GET',
    path: '/v1/auth/passkey/list-user-passkeys',
    tag,
    summary: 'List your passkeys',
    description: 'All of them; there are at most 20.',
    access: { kind: 'session' },
    answer: { status: 200, body: z.array(passkey), example: [passkeyExample] },
    isBetterAuth: true,
  }),
  updatePasskey: defineOperation({
    id: 'updatePasskey',
    method: 'POST',
    path: '/v1/auth/passkey/update-passkey',
    tag,
    summary: 'Rename a passkey',
    description: 'The name is for you alone.',
    access: { kind: 'session' },
    body: z.strictObject({ id, name: passkeyName }),
    example: { id: passkeyExample.id, name: 'Old laptop' },
    answer: { status: 200, body: z.object({ passkey }), example: { passkey: passkeyExample } },
    errors: ['not_found'],
    audited: ['passkey.renamed'],
    isBetterAuth: true,
  }),
  deletePasskey: defineOperation({
    id: 'deletePasskey',
    method: 'POST',
    path: '/v1/auth/passkey/delete-passkey',
    tag,
    summary: 'Remove a passkey',
    description: 'Nobody can sign in with it any more. Sessions that it began stay.',
    access: { kind: 'session' },
    body: z.strictObject({ id }),
    example: { id: passkeyExample.id },
    answer: { status: 200, body: done, example: { status: true } },
    errors: ['not_found'],
    audited: ['passkey.removed'],
    isBetterAuth: true,
  }),
} as const;
