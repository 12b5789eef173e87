/**
 * The addresses of the application's pages, for the server that answers for them and the router that shows them. `:name` stands for one
 * segment; `:id` is always an id, so that `/quarantine/:id` and the links of mails, `/quarantine/<token>`, are told apart.
 */
export const pagePaths = [
  '/',
  '/sign-in',
  '/register',
  '/forgot-password',
  '/reset-password',
  '/verify-email',
  '/two-factor',
  '/invitation',
  '/welcome',
  '/dashboard',
  '/domains',
  '/domains/:id',
  '/aliases',
  '/aliases/:id',
  '/mailboxes',
  '/mailboxes/:id',
  '/contacts',
  '/messages',
  '/messages/:id',
  '/quarantine',
  '/quarantine/:id',
  '/rules',
  '/rules/:id',
  '/statistics',
  '/team',
  '/developers',
  '/developers/keys',
  '/developers/webhooks',
  '/developers/webhooks/:id',
  '/audit',
  '/settings',
  '/settings/:tab',
  '/administration',
  '/administration/:tab',
  '/administration/:tab/:id',
  '/offline',
] as const;

/** An address of {@link pagePaths}. */
export type PagePath = (typeof pagePaths)[number];

/** The pages whose address carries the token of a mail: nothing keeps them, and they name themselves to nobody. */
export const tokenPagePaths: readonly PagePath[] = ['/reset-password', '/verify-email', '/invitation'];
