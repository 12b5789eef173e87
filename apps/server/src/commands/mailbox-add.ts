import { formatAddress } from '@smtpy/mail';
import { mailboxJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser, isTrusted } from './owner.ts';

/** Adds a mailbox. */
export const mailboxAdd = defineDatabaseCommand({
  name: 'mailbox add',
  summary: 'Add a mailbox that mail can be forwarded to',
  details:
    'Without --trust the mailbox is pending, and pending mailboxes receive nothing. This version sends no confirmation email: run the command again with --trust to confirm. In the sandbox every mailbox is trusted.',
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
    const result = await installation.mailboxes.addMailbox({
      organizationId,
      address,
      isTrusted: isTrusted(installation, options),
    });
    if (result.kind !== 'added' && result.kind !== 'confirmed')
      return { kind: 'refused', reason: result.reason };
    const { mailbox } = result;
    const written = formatAddress(mailbox.address);
    const text =
      mailbox.state === 'confirmed'
        ? `Mailbox ${written} is confirmed.`
        : `Mailbox ${written} is pending. This version sends no confirmation email: confirm it with\n  smtpy mailbox add ${written} --user ${options.user} --trust`;
    return { kind: 'done', text, data: mailboxJson(mailbox) };
  },
});
