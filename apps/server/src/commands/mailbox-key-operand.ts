import { formatAddress } from '@smtpy/mail';
import type { Mailbox } from '../mailboxes/index.ts';
import type { MailboxKey, SaveKey } from '../encryption/index.ts';
import type { Outcome } from './command.ts';
import { mailboxKeyJson } from './json.ts';
import type { Installation } from './open.ts';
import { findUser, type Found } from './owner.ts';
import { formatFacts, formatInstant } from './table-text.ts';

/** The options of all commands about keys of mailboxes. */
export const mailboxKeyOptions = {
  user: { kind: 'text', placeholder: 'E', isRequired: true, text: 'email or username of the owner' },
} as const;

/** The same, for commands that save a key. */
export const mailboxKeySaveOptions = {
  ...mailboxKeyOptions,
  'hide-subject': { kind: 'flag', text: 'show the subject only inside of the encrypted part' },
} as const;

/** The mailbox of a user by its address as typed. */
export async function findMailboxOfUser(
  installation: Installation,
  address: string,
  login: string,
): Promise<Found<Mailbox>> {
  const user = await findUser(installation, login);
  if (user.kind === 'refused') return user;
  const mailbox = await installation.mailboxes.findMailbox(user.value.organizationId, address);
  if (mailbox !== undefined) return { kind: 'found', value: mailbox };
  return {
    kind: 'refused',
    reason: `${login} has no mailbox ${address}`,
    hint: `Add it with: smtpy mailbox add ${address} --user ${login}`,
  };
}

/** Saves a key and tells what came of it. */
export async function saveMailboxKey(
  { mailboxKeys }: Installation,
  mailbox: Mailbox,
  key: Pick<SaveKey, 'armor' | 'source' | 'hidesSubject'>,
): Promise<Outcome> {
  const { organizationId, id: mailboxId, address } = mailbox;
  const result = await mailboxKeys.save({ organizationId, mailboxId, address, ...key });
  switch (result.kind) {
    case 'refused':
      return { kind: 'refused', reason: result.reason };
    case 'unknown_mailbox':
      return { kind: 'refused', reason: `The mailbox ${formatAddress(address)} is gone` };
    case 'saved': {
      const { warning, released } = result;
      const text = [
        formatMailboxKey(mailbox, result.key),
        ...(warning === undefined ? [] : [`Warning: ${warning}.`]),
        ...(released === 0 ? [] : [`${String(released)} held deliveries are due now.`]),
      ].join('\n\n');
      return {
        kind: 'done',
        text,
        data: { ...mailboxKeyJson(mailbox, result.key), warning: warning ?? null, released },
      };
    }
  }
}

/** A key for people. The fingerprint is written as OpenPGP programs write it, to be compared. */
export function formatMailboxKey({ address }: Mailbox, key: MailboxKey): string {
  return formatFacts([
    ['mailbox', formatAddress(address)],
    ['fingerprint', key.fingerprint.toUpperCase().replaceAll(/.{4}(?!$)/gu, '$& ')],
    ['source', key.source === 'wkd' ? 'Web Key Directory' : 'pasted'],
    ['subject', key.hidesSubject ? 'hidden' : 'shown'],
    ['expires', key.expiresAt === undefined ? 'never' : formatInstant(key.expiresAt)],
    ['saved', formatInstant(key.createdAt)],
  ]);
}
