import { readFile, stat } from 'node:fs/promises';
import type { Outcome } from './command.ts';
import { findMailboxOfUser, mailboxKeySaveOptions, saveMailboxKey } from './mailbox-key-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Far above what a key may have: whoever names a wrong file hears that, and it is not read into memory. */
const maxFileBytes = 1024 * 1024;

/** Gives a mailbox a public key. */
export const mailboxKeySet = defineDatabaseCommand({
  name: 'mailbox key set',
  summary: 'Give a mailbox an OpenPGP public key: mail to it is encrypted',
  details:
    'From then on everything that is forwarded to the mailbox leaves encrypted, or is held when the key is expired or revoked; never in clear. What is held for want of a key is sent with the new one.',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  options: {
    ...mailboxKeySaveOptions,
    file: {
      kind: 'text',
      placeholder: 'KEY.asc',
      isRequired: true,
      text: 'the public key in ASCII armour, as gpg --armor --export writes it',
    },
  },
  examples: ['smtpy mailbox key set jane@provider.example --user jane@example.com --file jane.asc'],
  run: async (installation, { operands: [address = ''], options }) => {
    const found = await findMailboxOfUser(installation, address, options.user);
    if (found.kind === 'refused') return found;
    const armor = await readArmor(options.file);
    if (typeof armor !== 'string') return armor;
    const hidesSubject = options['hide-subject'];
    return saveMailboxKey(installation, found.value, { armor, source: 'pasted', hidesSubject });
  },
});

async function readArmor(path: string): Promise<string | Extract<Outcome, { kind: 'refused' }>> {
  try {
    if ((await stat(path)).size > maxFileBytes)
      return { kind: 'refused', reason: `${path} is too large for a key` };
    return await readFile(path, 'latin1');
  } catch (error) {
    // Expected: there is no such file, or it may not be read.
    const words = error instanceof Error ? error.message : String(error);
    return { kind: 'refused', reason: `The file cannot be read: ${words}` };
  }
}
