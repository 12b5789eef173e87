import { formatKey } from '../api-keys/index.ts';
import { operatorActor } from '../audit/index.ts';
import { defineDatabaseCommand } from './on-database.ts';

/** Ends a key of the HTTP API. */
export const keyRevoke = defineDatabaseCommand({
  name: 'key revoke',
  summary: 'Revoke an API key',
  details: 'It stops working at once and cannot be brought back.',
  operands: [{ name: 'ID', text: 'the id of the key, as smtpy key list shows it' }],
  examples: ['smtpy key revoke 019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001'],
  run: async ({ apiKeys }, { operands: [keyId = ''] }) => {
    const result = await apiKeys.revoke({ keyId, reach: { kind: 'installation' }, actor: operatorActor });
    if (result.kind !== 'revoked')
      return {
        kind: 'refused',
        reason: `There is no key with the id "${keyId}"`,
        hint: 'List the keys of a user with: smtpy key list --user EMAIL',
      };
    const { key } = result;
    return {
      kind: 'done',
      text: `The key ${key.name} of ${key.userEmail} is revoked.`,
      data: { ...formatKey(key), organization_id: key.organizationId },
    };
  },
});
