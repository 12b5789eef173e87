import { formatAddress } from '@smtpy/mail';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';

/** Takes a sender's domain off those that an alias expects. */
export const aliasPinRemove = defineDatabaseCommand({
  name: 'alias pin remove',
  summary: "Take a sender's domain off those that an alias expects mail from",
  operands: [
    { name: 'LOCAL@DOMAIN', text: 'the alias' },
    { name: 'DOMAIN', text: 'the domain, as `alias pin list` shows it' },
  ],
  options: {},
  examples: ['smtpy alias pin remove shop@example.com shop.example'],
  run: async (installation, { operands: [address = '', domain = ''] }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId, address: aliasAddress } = found.value;
    const isRemoved = await installation.pins.remove({ organizationId, aliasId, domain });
    const alias = formatAddress(aliasAddress);
    if (!isRemoved) return { kind: 'refused', reason: `${alias} has no pin ${domain}` };
    return {
      kind: 'done',
      text: `Alias ${alias} expects no mail from ${domain} any more.`,
      data: { alias_id: aliasId, domain },
    };
  },
});
