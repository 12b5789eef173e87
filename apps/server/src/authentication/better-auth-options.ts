const daySeconds = 86_400;

/** What all cookies are called before the dot. */
export const cookiePrefix = 'smtpy';

/** How long a session lasts after it was last extended. */
export const sessionSeconds = 30 * daySeconds;

/** How old a session in use gets before it is extended: one write a day. */
export const sessionUpdateSeconds = daySeconds;

/** The secret in the form in which Better Auth takes it. */
export function secretText(secret: Buffer): string {
  return secret.toString('base64url');
}
