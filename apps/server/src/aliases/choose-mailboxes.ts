import { formatAddress } from '@smtpy/mail';
import type { Mailboxes } from '../mailboxes/index.ts';
import type { MailboxRefusal } from './alias.ts';
import { explainRefusal } from './rules.ts';

/** Mailboxes that may be forwarded to, or why one may not. */
export type ChosenMailboxes =
  { readonly kind: 'mailboxes'; readonly ids: readonly string[] } | MailboxRefusal;

/** The mailboxes of an organization, each once, when all are there and confirmed. `subject` is what is to forward to them. */
export async function chooseMailboxes(
  mailboxes: Pick<Mailboxes, 'findMailbox'>,
  {
    organizationId,
    subject,
    mailboxAddresses,
  }: {
    readonly organizationId: string;
    readonly subject: string;
    /** As typed. */
    readonly mailboxAddresses: readonly string[];
  },
): Promise<ChosenMailboxes> {
  const ids = new Set<string>();
  for (const mailboxAddress of mailboxAddresses) {
    const mailbox = await mailboxes.findMailbox(organizationId, mailboxAddress);
    if (mailbox === undefined) return refuseMailbox('unknown_mailbox', mailboxAddress.trim());
    if (mailbox.state !== 'confirmed')
      return refuseMailbox('mailbox_not_confirmed', formatAddress(mailbox.address));
    ids.add(mailbox.id);
  }
  return ids.size === 0 ? refuseMailbox('no_mailbox', subject) : { kind: 'mailboxes', ids: [...ids] };
}

function refuseMailbox(kind: MailboxRefusal['kind'], subject: string): MailboxRefusal {
  return { kind, reason: explainRefusal(kind, subject) };
}
