import { formatAddress } from '@smtpy/mail';
import { pinJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';
import { formatInstant, formatTable } from './table-text.ts';

/** Lists the senders' domains that an alias expects. */
export const aliasPinList = defineDatabaseCommand({
  name: 'alias pin list',
  summary: "List the senders' domains that an alias expects mail from",
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {},
  examples: ['smtpy alias pin list shop@example.com'],
  run: async (installation, { operands: [address = ''] }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId, address: aliasAddress } = found.value;
    const pins = await installation.pins.list({ organizationId, aliasId });
    const rows = pins.map(({ domain, source, createdAt }) => [
      domain,
      source === 'owner' ? 'by the owner' : 'by its first message',
      formatInstant(createdAt),
    ]);
    return {
      kind: 'done',
      text: formatTable(['domain', 'named', 'since'], rows, {
        empty: `${formatAddress(aliasAddress)} has no pins.`,
      }),
      data: { items: pins.map(pinJson) },
    };
  },
});
