import { shownAddress, type ShownSender } from '../../../shared/util/shown-sender.ts';

/** What of a message says who wrote it, and about what. */
export interface Described {
  readonly kind: string;
  readonly header_from: string | null;
  readonly mail_from: string;
  readonly subject: string | null;
}

/** Who wrote a message: the author, or else the reverse path. */
export function senderOf({ kind, header_from: headerFrom, mail_from: mailFrom }: Described): ShownSender {
  if (kind === 'notice') return { kind: 'own' };
  return shownAddress(headerFrom ?? mailFrom);
}

/** Whether there is no subject because the organization does not want it kept. */
export function isSubjectHidden({ header_from: headerFrom, mail_from: mailFrom }: Described): boolean {
  return [headerFrom, mailFrom].some((address) => address === '*' || address?.startsWith('*@') === true);
}
