/** The pages for everybody. `:id` stands for an id, as in {@link pagePaths}. */
const visitorPagePaths = [
  '/',
  '/sign-in',
  '/register',
  '/forgot-password',
  '/reset-password',
  '/verify-email',
  '/two-factor',
  '/invitation',
  '/offline',
] as const;

/** The pages in the frame behind the sign-in. */
const memberPagePaths = [
  '/welcome',
  '/dashboard',
  '/domains',
  '/domains/:id',
  '/aliases',
  '/aliases/:id',
  '/aliases/:id/settings',
  '/aliases/:id/senders',
  '/aliases/:id/sending',
  '/mailboxes',
  '/mailboxes/:id',
  '/contacts',
  '/messages',
  '/messages/refused',
  '/messages/:id',
  '/quarantine',
  '/quarantine/:id',
  '/notices',
  '/rules',
  '/rules/senders',
  '/rules/test',
  '/rules/new',
  '/rules/:id',
  '/statistics',
  '/team',
  '/developers',
  '/developers/keys',
  '/developers/webhooks',
  '/developers/webhooks/:id',
  '/audit',
  '/settings',
  '/settings/profile',
  '/settings/security',
  '/settings/preferences',
  '/settings/organization',
  '/settings/data',
  '/administration',
  '/administration/users',
  '/administration/users/:id',
  '/administration/organizations',
  '/administration/organizations/:id',
  '/administration/domains',
  '/administration/queue',
  '/administration/health',
  '/administration/settings',
  '/administration/audit',
] as const;

/**
 * The addresses of the application's pages, for the server that answers for them and the router that shows them. `:id` stands for an id, so that
 * `/quarantine/:id` and the links of mails, `/quarantine/<token>`, are told apart.
 */
export const pagePaths = [...visitorPagePaths, ...memberPagePaths] as const;

/** An address of {@link pagePaths}. */
export type PagePath = (typeof pagePaths)[number];

/** Whether the page at a path is for everybody. */
export function isVisitorPage(path: PagePath): boolean {
  return (visitorPagePaths as readonly PagePath[]).includes(path);
}

/** The pages whose address carries the token of a mail: nothing keeps them, and they name themselves to nobody. */
export const tokenPagePaths: readonly PagePath[] = ['/reset-password', '/verify-email', '/invitation'];
