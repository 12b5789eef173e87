import { formatAddress } from '@smtpy/mail';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';

/** Names a sender's domain that an alias expects. */
export const aliasPinAdd = defineDatabaseCommand({
  name: 'alias pin add',
  summary: "Name a sender's domain that an alias expects mail from",
  details:
    'With its subdomains. What happens to mail from other domains is the pinning of the alias: `alias set --pinning`.',
  operands: [
    { name: 'LOCAL@DOMAIN', text: 'the alias' },
    { name: 'DOMAIN', text: 'the domain of the sender' },
  ],
  options: {},
  examples: ['smtpy alias pin add shop@example.com shop.example'],
  run: async (installation, { operands: [address = '', domain = ''] }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId, pinning, address: aliasAddress } = found.value;
    const result = await installation.pins.add({ organizationId, aliasId, domain });
    if (result.kind !== 'added') return { kind: 'refused', reason: result.reason };
    const note = pinning === 'off' ? ' Its pinning is off, so mail from others goes through as well.' : '';
    return {
      kind: 'done',
      text: `Alias ${formatAddress(aliasAddress)} expects mail from ${result.domain}.${note}`,
      data: { alias_id: aliasId, domain: result.domain, pinning },
    };
  },
});
