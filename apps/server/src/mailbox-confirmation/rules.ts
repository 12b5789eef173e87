/** How long a link works: over a weekend and a short leave; a link that lies about longer is a risk that nobody needs. */
export const linkLifetimeMs = 7 * 86_400_000;

/** Mailboxes of one organization that wait for an answer. More of them are not addresses of people whom somebody knows. */
export const maxPending = 100;
