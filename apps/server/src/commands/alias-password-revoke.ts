import { formatAddress } from '@smtpy/mail';
import { appPasswordJson } from './json.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findAlias } from './owner.ts';

/** Ends a password for sending as an alias. */
export const aliasPasswordRevoke = defineDatabaseCommand({
  name: 'alias password revoke',
  summary: 'Revoke a password for sending as an alias',
  details: 'It ends at once: a program that is logged in can finish its message and begin no other.',
  operands: [{ name: 'LOCAL@DOMAIN', text: 'the alias' }],
  options: {
    name: { kind: 'text', placeholder: 'NAME', isRequired: true, text: 'the name of the password' },
  },
  examples: ['smtpy alias password revoke shop@example.com --name phone'],
  run: async (installation, { operands: [address = ''], options: { name } }) => {
    const found = await findAlias(installation, address);
    if (found.kind === 'refused') return found;
    const { id: aliasId, organizationId } = found.value;
    const written = formatAddress(found.value.address);
    const result = await installation.appPasswords.revoke({ organizationId, aliasId, name });
    if (result.kind !== 'revoked') {
      return {
        kind: 'refused',
        reason: result.reason,
        hint: `List them with: smtpy alias password list ${written}`,
      };
    }
    const { appPassword } = result;
    return {
      kind: 'done',
      text: `The password ${appPassword.name} no longer sends as ${written}.`,
      data: appPasswordJson(appPassword),
    };
  },
});
