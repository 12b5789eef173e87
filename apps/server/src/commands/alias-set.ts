import { formatAddress } from '@smtpy/mail';
import { forwardingModes } from '../domains/index.ts';
import { modeText, readMode } from './alias-add.ts';
import { aliasJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';

/** Changes an alias. */
export const aliasSet = defineDatabaseCommand({
  name: 'alias set',
  summary: 'Change how an alias forwards, or its name',
  details: 'What is not given stays. Mail that is accepted already leaves as it was planned.',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {
    mode: { kind: 'text', choices: forwardingModes, text: modeText },
    name: {
      kind: 'text',
      placeholder: 'NAME',
      mayBeEmpty: true,
      text: 'the name that replies show beside the address; "" for none',
    },
  },
  examples: ['smtpy alias set shop@example.com --mode adaptive --name "The Shop"'],
  run: async (installation, { operands: [address = ''], options: { mode, name } }) => {
    if (mode === undefined && name === undefined) {
      return { kind: 'misused', reason: 'There is nothing to change', hint: 'Give --mode or --name.' };
    }
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { organizationId, id: aliasId } = found.value;
    const result = await installation.aliases.changeAlias({
      organizationId,
      aliasId,
      mode: readMode(mode),
      displayName: name,
    });
    if (result.kind !== 'changed') return { kind: 'refused', reason: result.reason };
    const { alias } = result;
    const shown = alias.displayName === undefined ? '' : `, shown as "${alias.displayName}"`;
    return {
      kind: 'done',
      text: `Alias ${formatAddress(alias.address)} forwards in mode ${alias.mode}${shown}.`,
      data: aliasJson(alias),
    };
  },
});
