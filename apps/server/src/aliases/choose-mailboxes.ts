import { formatAddress } from '@smtpy/mail';
import type { Mailboxes } from '../mailboxes/index.ts';
import type { MailboxChoice, MailboxRefusal } from './alias.ts';
import { explainRefusal } from './rules.ts';

/** Mailboxes that may be forwarded to, or why one may not. */
export type ChosenMailboxes =
  { readonly kind: 'mailboxes'; readonly ids: readonly string[] } | MailboxRefusal;

/** What choosing asks. */
export type ChoosableMailboxes = Pick<Mailboxes, 'findMailbox' | 'findConfirmed' | 'load'>;

interface Choosing extends MailboxChoice {
  readonly organizationId: string;
  /** What is to forward to them, for sentences. */
  readonly subject: string;
}

/** The mailboxes of an organization, each once, when all are there and confirmed. */
export async function chooseMailboxes(
  mailboxes: ChoosableMailboxes,
  { organizationId, subject, mailboxAddresses = [], mailboxIds = [] }: Choosing,
): Promise<ChosenMailboxes> {
  const ids = new Set<string>();
  for (const mailboxAddress of mailboxAddresses) {
    const mailbox = await mailboxes.findMailbox(organizationId, mailboxAddress);
    if (mailbox === undefined) return refuseMailbox('unknown_mailbox', mailboxAddress.trim());
    if (mailbox.state !== 'confirmed')
      return refuseMailbox('mailbox_not_confirmed', formatAddress(mailbox.address));
    ids.add(mailbox.id);
  }
  const wanted = [...new Set(mailboxIds.map((id) => id.toLowerCase()))];
  const confirmed = wanted.length === 0 ? [] : await mailboxes.findConfirmed(organizationId, wanted);
  const missing = wanted.find((id) => !confirmed.some((mailbox) => mailbox.id === id));
  if (missing !== undefined) return await explainMissing(mailboxes, organizationId, missing);
  for (const { id } of confirmed) ids.add(id);
  return ids.size === 0 ? refuseMailbox('no_mailbox', subject) : { kind: 'mailboxes', ids: [...ids] };
}

/** One that waits for its confirmation is named; one of others is as unknown as what does not exist. */
async function explainMissing(
  mailboxes: ChoosableMailboxes,
  organizationId: string,
  mailboxId: string,
): Promise<MailboxRefusal> {
  const mailbox = await mailboxes.load(mailboxId);
  return mailbox?.organizationId === organizationId
    ? refuseMailbox('mailbox_not_confirmed', formatAddress(mailbox.address))
    : refuseMailbox('unknown_mailbox', mailboxId);
}

function refuseMailbox(kind: MailboxRefusal['kind'], subject: string): MailboxRefusal {
  return { kind, reason: explainRefusal(kind, subject) };
}
