import { bucketOf } from './bucket.ts';
import type { Use } from './use.ts';

/**
 * The mailbox behind an address, as far as its form tells: in lower case, without what providers take for a detail (RFC 5233). Otherwise each of
 * `jane+1@`, `jane+2@` and so on would have limits of its own, and Jane all the mail.
 */
export function inboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const [local = ''] = address.slice(0, at).split(/(?<!^)\+/, 1);
  return `${local}${address.slice(at)}`.toLowerCase();
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Letters that one organization has us send to an address that it names, the first among them. Whoever waits for one looks into the spam folder and
 * asks once or twice more. By address, since a mailbox or an invitation can be taken back and made again.
 */
export function usesOfAsker({
  organizationId,
  address,
}: {
  readonly organizationId: string;
  readonly address: string;
}): readonly Use[] {
  const subject = `${organizationId} ${inboxOf(address)}`;
  return [
    use('letter_asker_hour', subject, { count: 4, windowMs: hourMs }),
    use('letter_asker_day', subject, { count: 8, windowMs: dayMs }),
  ];
}

/**
 * Such letters that an address gets over all organizations. Above what one organization is allowed, so that one alone never meets it; beyond it we would
 * be a mail bomb for hire.
 */
export function usesOfAddress(address: string): readonly Use[] {
  const subject = inboxOf(address);
  return [
    use('letter_address_hour', subject, { count: 6, windowMs: hourMs }),
    use('letter_address_day', subject, { count: 12, windowMs: dayMs }),
  ];
}

function use(policy: string, subject: string, rate: Use['rate']): Use {
  return { policy, rate, bucket: bucketOf(policy, subject) };
}
