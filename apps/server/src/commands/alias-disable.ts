import { formatAddress } from '@smtpy/mail';
import type { WhenDisabled } from '../aliases/index.ts';
import type { Outcome } from './command.ts';
import { aliasJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import type { Installation } from './open.ts';
import { findAlias } from './owner.ts';

/** Switches an alias off. */
export const aliasDisable = defineDatabaseCommand({
  name: 'alias disable',
  summary: 'Switch an alias off',
  details:
    'Without --refuse or --discard it does what it did when it was last off; at first that is to refuse.',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {
    refuse: { kind: 'flag', text: 'mail is refused with 550 while the alias is off' },
    discard: { kind: 'flag', text: 'mail is accepted and thrown away while the alias is off' },
  },
  examples: ['smtpy alias disable shop@example.com --refuse'],
  run: async (installation, { operands: [address = ''], options: { refuse, discard } }) => {
    if (refuse && discard)
      return {
        kind: 'misused',
        reason: '--refuse and --discard contradict each other',
        hint: 'Give one of them.',
      };
    const whenDisabled = refuse ? 'refuse' : discard ? 'discard' : undefined;
    return await switchAlias(installation, { address, isEnabled: false, whenDisabled });
  },
});

/** Switches an alias and says what holds now. */
export async function switchAlias(
  installation: Installation,
  change: {
    readonly address: string;
    readonly isEnabled: boolean;
    readonly whenDisabled: WhenDisabled | undefined;
  },
): Promise<Outcome> {
  const found = await findAlias(installation, change.address);
  if (found.kind === 'refused') return found;
  const { organizationId, id: aliasId } = found.value;
  const result = await installation.aliases.setEnabled({
    organizationId,
    aliasId,
    isEnabled: change.isEnabled,
    whenDisabled: change.whenDisabled,
  });
  if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
  const { address, isEnabled, whenDisabled } = result.alias;
  const written = formatAddress(address);
  const text = isEnabled
    ? `Alias ${written} is on.`
    : `Alias ${written} is off; its mail is ${whenDisabled === 'refuse' ? 'refused' : 'discarded'}.`;
  return { kind: 'done', text, data: aliasJson(result.alias) };
}
