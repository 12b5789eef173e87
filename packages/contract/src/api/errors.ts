/** What a code means: the status it comes with, a title that never changes, and what the caller can do. */
export interface ErrorMeaning {
  /** HTTP status (RFC 9110 §15). */
  readonly status: number;
  readonly title: string;
  /** For the reference: when it happens and what to do. */
  readonly text: string;
}

/**
 * Every error that the API answers with. A code is part of the interface: it is never renamed, never reused, and its status never changes.
 * The order is that of the reference.
 */
export const apiErrors = {
  invalid_request: {
    status: 422,
    title: 'The request is not as it should be',
    text: 'A parameter or a part of the body is missing, malformed or unknown. `errors` names each with its place.',
  },
  malformed_body: {
    status: 400,
    title: 'The body cannot be read',
    text: 'The body is no JSON, holds a forbidden name such as `__proto__`, or the request breaks HTTP. Send JSON with `content-type: application/json`.',
  },
  body_too_large: {
    status: 413,
    title: 'The body is too large',
    text: 'A body may have at most 1 MiB. Send less at once.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'This kind of body is not understood',
    text: 'Send `content-type: application/json`.',
  },
  unauthenticated: {
    status: 401,
    title: 'Sign in or send a key',
    text: 'The request has no valid session cookie and no valid API key, or the key has expired or was revoked.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Login or password are wrong',
    text: 'No user has this login with this password. Nothing tells which of the two is wrong.',
  },
  second_factor_invalid: {
    status: 401,
    title: 'The code is not right',
    text: 'The one-time or recovery code is wrong, was used before, or the sign-in it belongs to is over. Begin again after some tries.',
  },
  email_not_verified: {
    status: 403,
    title: 'The email address is not confirmed yet',
    text: 'A mail with a link was sent to the address. Follow it, or ask for another one.',
  },
  account_suspended: {
    status: 403,
    title: 'This account is suspended',
    text: 'The operator of this installation suspended the user or the organization. Ask the operator.',
  },
  session_required: {
    status: 403,
    title: 'This needs a signed-in person',
    text: 'What concerns passwords, sessions, keys of others and the like is not open to API keys. Sign in.',
  },
  session_too_old: {
    status: 403,
    title: 'Sign in once more',
    text: 'Sensitive changes ask for a sign-in of the last day.',
  },
  role_insufficient: {
    status: 403,
    title: 'Your role does not allow this',
    text: 'The role in this organization is too low; the table of roles says which one is needed. Ask an owner or an admin.',
  },
  scope_insufficient: {
    status: 403,
    title: 'The key does not allow this',
    text: 'The API key was made without the scope that this needs. Make another key.',
  },
  foreign_origin: {
    status: 403,
    title: 'The request came from a page of another site',
    text: 'Browsers say which page sends a request; only pages of this server may use its cookies. Programs send a key and no Origin.',
  },
  registration_closed: {
    status: 403,
    title: 'Registration is closed',
    text: 'This installation takes new users by invitation only, or not at all. Ask its operator.',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing',
    text: 'Nothing with this id exists in the organization of the request. What belongs to others looks the same as what does not exist.',
  },
  unknown_route: {
    status: 404,
    title: 'There is no such address',
    text: 'The path is not one of the API. Compare it with the reference.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This address does not know the method',
    text: 'The `Allow` header names those that it knows.',
  },
  upgrade_required: {
    status: 426,
    title: 'This address is for WebSockets',
    text: 'Events are sent on a WebSocket here. Connect with one; browsers and most languages have it built in.',
  },
  misdirected: {
    status: 421,
    title: 'This server does not answer for this host',
    text: 'The `Host` header names another server. Use the public address of this installation.',
  },
  conflict: {
    status: 409,
    title: 'This does not go with what is there',
    text: 'Something else has the name, or the state has changed meanwhile. `detail` says what; read again and decide anew.',
  },
  already_exists: {
    status: 409,
    title: 'There is one already',
    text: 'Something with the same name or address exists in this organization.',
  },
  last_owner: {
    status: 409,
    title: 'An organization needs an owner',
    text: 'This would leave the organization without an owner. Make somebody else an owner first, or delete the organization.',
  },
  personal_organization: {
    status: 409,
    title: 'This is a personal organization',
    text: 'It belongs to one person for as long as the account exists: it can be neither left, handed over nor deleted, and has no other members.',
  },
  limit_reached: {
    status: 409,
    title: 'No more of these can be made',
    text: 'The organization or the user has as many as are allowed. `detail` names the number. Remove one first.',
  },
  link_invalid: {
    status: 410,
    title: 'This link does not work any more',
    text: 'The link was used, has expired, was replaced by a newer one or was never issued. Ask for a new one.',
  },
  weak_password: {
    status: 422,
    title: 'The password is too weak',
    text: 'A password has 8 to 128 characters and is not the email address or username.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The idempotency key belongs to another request',
    text: 'The same key came with another body or for another operation within a day. Use a new key for a new request.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    text: '`Retry-After` says after how many seconds to come back; `RateLimit` and `RateLimit-Policy` say what is allowed.',
  },
  internal_error: {
    status: 500,
    title: 'The server made a mistake',
    text: 'It was logged under the request id of the answer; nothing was changed. Report it with the id.',
  },
  unavailable: {
    status: 503,
    title: 'The server cannot answer now',
    text: 'It is overloaded, starting, stopping or without its database. `Retry-After` says when to try again; nothing was changed.',
  },
} as const satisfies Readonly<Record<string, ErrorMeaning>>;

/** A code of {@link apiErrors}. */
export type ErrorCode = keyof typeof apiErrors;
