import { accountEmail } from '@smtpy/contract';
import { parseAddress } from '@smtpy/mail';
import type { AccountRefusal, CreateUser } from './user.ts';

/**
 * Characters of a password, after normalisation. OWASP ASVS 5.0 §6.2.1 has 8 as the least and wants no rules about kinds of
 * characters; the most keeps one sign-in from hashing megabytes.
 */
export const passwordLength = { min: 8, max: 128 } as const;

/** Characters of a username: letters, digits, and `.`, `_`, `-` inside. */
export const usernameLength = { min: 3, max: 32 } as const;

const usernameForm = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/** What is stored of a new user's input. */
export interface CheckedUser {
  /** Lower case. */
  readonly email: string;
  /** Lower case. */
  readonly username: string | undefined;
  /** As typed, trimmed. */
  readonly displayUsername: string | undefined;
  /** How the person is called until they say otherwise. */
  readonly name: string;
}

const refusals: Readonly<Record<AccountRefusal['kind'], string>> = {
  invalid_email:
    "This is no email address that an account can have: before the @ letters, digits and . _ + - ' without accents, after it a full domain name such as example.com",
  invalid_username: `A username has ${String(usernameLength.min)} to ${String(usernameLength.max)} letters, digits, dots, dashes or underscores, and begins and ends with a letter or digit`,
  weak_password: `A password has ${String(passwordLength.min)} to ${String(passwordLength.max)} characters and is not the email address or username`,
  email_taken: 'There is a user with this email address already',
  username_taken: 'There is a user with this username already',
};

/** A refusal with its sentence. */
export function refuse(kind: AccountRefusal['kind']): AccountRefusal {
  return { kind, reason: refusals[kind] };
}

/** Checks what can be checked without the database. */
export function checkUser(
  input: Omit<CreateUser, 'isAdmin'>,
): { readonly kind: 'checked'; readonly user: CheckedUser } | AccountRefusal {
  // What signing in and setting a new password take: an account with another address would be of no use.
  const parsed = accountEmail.safeParse(input.email);
  const address = parseAddress(input.email.trim());
  if (!parsed.success || !address.ok) return refuse('invalid_email');
  const email = parsed.data;
  const displayUsername = input.username?.trim();
  const username = displayUsername === undefined ? undefined : normalizeLogin(displayUsername);
  if (username !== undefined && !isUsername(username)) return refuse('invalid_username');
  if (isWeakPassword(input.password, [email, username])) return refuse('weak_password');
  return {
    kind: 'checked',
    user: { email, username, displayUsername, name: displayUsername ?? address.value.localPart },
  };
}

/** The form in which emails and usernames are stored and compared. */
export function normalizeLogin(login: string): string {
  return login.trim().toLowerCase();
}

/** The form in which passwords are hashed: the same characters from every keyboard (RFC 8265 §4.2.1 gives the reasons). */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/** Slug of the personal organization of a user: unique, and found without a look-up table. */
export function personalSlug(userId: string): string {
  return `personal-${userId}`;
}

function isUsername(username: string): boolean {
  return (
    username.length >= usernameLength.min &&
    username.length <= usernameLength.max &&
    usernameForm.test(username)
  );
}

/** Why a password is too weak for who is called so, as a sentence; undefined when it is not. Names are in lower case. */
export function checkPassword(password: string, names: readonly (string | undefined)[]): string | undefined {
  return isWeakPassword(password, names) ? refusals.weak_password : undefined;
}

function isWeakPassword(password: string, names: readonly (string | undefined)[]): boolean {
  const normalized = normalizePassword(password);
  const characters = Array.from(normalized).length;
  return (
    characters < passwordLength.min ||
    characters > passwordLength.max ||
    names.includes(normalized.toLowerCase())
  );
}
