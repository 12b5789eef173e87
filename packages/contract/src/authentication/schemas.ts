import { z } from 'zod';
import { id, instant } from '../api/page.ts';
import { text } from '../api/text.ts';

/** Most characters of a password that are looked at; longer ones are no password of anybody. */
const maxPasswordCharacters = 256;

/** RFC 5321 §4.5.3.1.1 and RFC 1035 §2.3.4: longer ones no mail can be sent to. */
const maxLocalPartCharacters = 64;
const maxLabelCharacters = 63;

function isDeliverable(address: string): boolean {
  const at = address.lastIndexOf('@');
  const labels = address.slice(at + 1).split('.');
  return (
    at <= maxLocalPartCharacters &&
    labels.every((label) => label.length <= maxLabelCharacters && !label.endsWith('-'))
  );
}

/**
 * An address, as typed, that an account can have: people with no other one are made, sign in, and get links. What can be no such address is
 * refused here; whether it is one of ours is never told.
 */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(
    z.email('This is not an email address.').refine(isDeliverable, 'No mail can be sent to this address.'),
  )
  .meta({ description: 'Compared without regard to case', example: 'jane@example.com' });

/** A password as typed: nothing is cut off. */
export const password = z
  .string()
  .min(1, 'This is empty.')
  .max(maxPasswordCharacters, 'A password has at most 128 characters.')
  .meta({
    description: 'A new one has 8 to 128 characters and is neither the email address nor the username',
    example: 'correct horse battery',
  });

/** A name for signing in. */
export const username = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]{1,30}[A-Za-z0-9])$/,
    'A username has 3 to 32 letters, digits, dots, dashes or underscores, and begins and ends with a letter or digit.',
  )
  .meta({ description: 'Compared without regard to case, shown as typed', example: 'Jane' });

/** How a person is called. */
export const personName = text({ max: 100 }).meta({ example: 'Jane Doe' });

/** The secret part of a link in a mail. */
export const linkToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{20,200}$/, 'This is not the token of a link.')
  .meta({
    description: 'What stands after `token=` in the link of the mail',
    example: 'G1qB6b0rQJ2m4r3yVtq0xw',
  });

/** A six-digit code of an authenticator. Spaces, which many show, are dropped. */
export const totpCode = z
  .string()
  .max(20)
  .transform((code) => code.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'The code has six digits.'))
  .meta({ example: '492039' });

/** One of the codes for those who lost their authenticator. */
export const recoveryCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/, 'A recovery code looks like aB3dE-9kLm2.')
  .meta({ example: 'aB3dE-9kLm2' });

/** A request without content. */
export const nothing = z.strictObject({});

/** That it was done. */
export const done = z.object({ status: z.boolean() });

/** A person, as the person sees it. */
export const user = z
  .object({
    id,
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    image: z.string().nullish(),
    createdAt: instant,
    updatedAt: instant,
    username: z.string().nullish().meta({ description: 'Lower case' }),
    displayUsername: z.string().nullish().meta({ description: 'As typed' }),
    role: z.enum(['user', 'admin']).optional().meta({ description: '`admin`: runs the installation' }),
    twoFactorEnabled: z.boolean().nullish(),
  })
  .meta({ id: 'AuthenticatedUser' });

/** A sign-in that lasts. The token names it, and is no good without the signature in the cookie. */
export const session = z
  .object({
    id,
    userId: id,
    token: z
      .string()
      .meta({ description: 'Names the session in `revoke-session`; nobody can sign in with it' }),
    expiresAt: instant,
    createdAt: instant,
    updatedAt: instant,
    ipAddress: z.string().nullish(),
    userAgent: z.string().nullish(),
  })
  .meta({ id: 'Session' });

/** Examples that several operations show. */
export const examples = {
  user: {
    id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
    name: 'Jane Doe',
    email: 'jane@example.com',
    emailVerified: true,
    image: null,
    createdAt: '2026-11-22T09:30:00.000Z',
    updatedAt: '2026-11-22T09:30:00.000Z',
    username: 'jane',
    displayUsername: 'Jane',
    role: 'user',
    twoFactorEnabled: false,
  },
  session: {
    id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a002',
    userId: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001',
    token: 'oQ2m5d1Yc4KXv0b3nJ8wZr6tPq9sLf7a',
    expiresAt: '2026-12-22T09:30:00.000Z',
    createdAt: '2026-11-22T09:30:00.000Z',
    updatedAt: '2026-11-22T09:30:00.000Z',
    ipAddress: '192.0.2.7',
    userAgent: 'Mozilla/5.0',
  },
  token: 'oQ2m5d1Yc4KXv0b3nJ8wZr6tPq9sLf7a',
  linkToken: 'AZqcHlweelWPDjocW-CgAbJ1cVvX0p9T2yQ7mN4kRz8sLdUe6HfGw3oIa5xCv',
  password: 'correct horse battery',
} as const;
