import { formatAddress } from '@smtpy/mail';
import { operatorActor } from '../audit/index.ts';
import { mailboxJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser, isTrusted } from './owner.ts';

/** Adds a mailbox. */
export const mailboxAdd = defineDatabaseCommand({
  name: 'mailbox add',
  summary: 'Add a mailbox that mail can be forwarded to',
  details:
    'Without --trust the mailbox is pending, and its address is sent a mail with a link that confirms it; pending mailboxes receive nothing. With --trust a pending one is confirmed. In the sandbox every mailbox is trusted.',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  options: {
    user: { kind: 'text', placeholder: 'E', isRequired: true, text: 'email or username of the owner' },
    trust: { kind: 'flag', text: "the operator's word replaces the confirmation email" },
  },
  examples: ['smtpy mailbox add jane@provider.example --user jane@example.com --trust'],
  run: async (installation, { operands: [address = ''], options }) => {
    const user = await findUser(installation, options.user);
    if (user.kind === 'refused') return user;
    const { organizationId } = user.value;
    const result = await installation.mailboxConfirmations.add({
      organizationId,
      address,
      actor: operatorActor,
      isTrusted: isTrusted(installation, options),
    });
    if (result.kind !== 'done') return { kind: 'refused', reason: result.reason };
    const mailbox = await installation.mailboxes.load(result.mailboxId);
    if (mailbox === undefined) return { kind: 'refused', reason: 'The mailbox was removed meanwhile' };
    const written = formatAddress(mailbox.address);
    const text =
      mailbox.state === 'confirmed'
        ? `Mailbox ${written} is confirmed.`
        : `Mailbox ${written} is pending. A mail with a link was sent to it. To confirm it on your word:\n  smtpy mailbox add ${written} --user ${options.user} --trust`;
    return { kind: 'done', text, data: mailboxJson(mailbox) };
  },
});
