import { bucketOf, type Use } from '../request-limits/index.ts';

/** How long a link works: over a weekend and a short leave; a link that lies about longer is a risk that nobody needs. */
export const linkLifetimeMs = 7 * 86_400_000;

/** Mailboxes of one organization that wait for an answer. More of them are not addresses of people whom somebody knows. */
export const maxPending = 100;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Mails that one organization has us send to one address, the first among them. Whoever waits for one looks into the spam folder and asks once or
 * twice more. By address and not by mailbox, since a mailbox can be removed and added again.
 */
export function usesOfAsker({
  organizationId,
  address,
}: {
  readonly organizationId: string;
  readonly address: string;
}): readonly Use[] {
  const subject = `${organizationId} ${address.toLowerCase()}`;
  return [
    use('mailbox_asker_hour', subject, { count: 4, windowMs: hourMs }),
    use('mailbox_asker_day', subject, { count: 8, windowMs: dayMs }),
  ];
}

/**
 * Mails that an address gets over all organizations. Above what one organization is allowed, so that one alone never meets it; beyond it we would
 * be a mail bomb for hire.
 */
export function usesOfAddress(address: string): readonly Use[] {
  const subject = address.toLowerCase();
  return [
    use('mailbox_address_hour', subject, { count: 6, windowMs: hourMs }),
    use('mailbox_address_day', subject, { count: 12, windowMs: dayMs }),
  ];
}

function use(policy: string, subject: string, rate: Use['rate']): Use {
  return { policy, rate, bucket: bucketOf(policy, subject) };
}
