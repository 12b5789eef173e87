import { createResolver } from '../dns/index.ts';
import { createKeyDirectory } from '../encryption/index.ts';
import { systemClock } from '../observe/index.ts';
import { findMailboxOfUser, mailboxKeySaveOptions, saveMailboxKey } from './mailbox-key-operand.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Of one question; the whole search has a deadline of its own. */
const dnsTimeoutMs = 3_000;

/** Finds the key that the provider of a mailbox publishes, and saves it. */
export const mailboxKeyFind = defineDatabaseCommand({
  name: 'mailbox key find',
  summary: 'Find the key of a mailbox in the Web Key Directory of its provider, and use it',
  details:
    'Only a key that names exactly this address is taken. Compare the fingerprint; mailbox key remove undoes it.',
  operands: [{ name: 'ADDRESS', text: 'the real address' }],
  options: mailboxKeySaveOptions,
  examples: ['smtpy mailbox key find jane@provider.example --user jane@example.com'],
  run: async (installation, { operands: [address = ''], options }) => {
    const found = await findMailboxOfUser(installation, address, options.user);
    if (found.kind === 'refused') return found;
    const { dnsServers } = installation.config;
    const resolver = createResolver({ servers: dnsServers, timeoutMs: dnsTimeoutMs, clock: systemClock });
    const result = await createKeyDirectory({ resolver, clock: systemClock }).find(found.value.address);
    if (result.kind !== 'found') return { kind: 'refused', reason: result.reason };
    const { armor } = result.key;
    const hidesSubject = options['hide-subject'];
    return saveMailboxKey(installation, found.value, { armor, source: 'wkd', hidesSubject });
  },
});
