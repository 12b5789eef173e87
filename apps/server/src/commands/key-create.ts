import { createKeyBody } from '@smtpy/contract';
import { formatKey } from '../api-keys/index.ts';
import { operatorActor } from '../audit/index.ts';
import { systemClock } from '../observe/index.ts';
import { readKeyEnd } from './key-options.ts';
import { defineDatabaseCommand } from './on-database.ts';
import { findUser } from './owner.ts';
import { formatInstant } from './table-text.ts';

/** Makes a key of the HTTP API. */
export const keyCreate = defineDatabaseCommand({
  name: 'key create',
  summary: 'Make an API key for a user',
  details:
    'The key is printed once and kept as a hash. It acts for the user in the personal organization, and never may more than the user may. ' +
    'Without a scope it may all that the user may.',
  options: {
    user: { kind: 'text', placeholder: 'E', isRequired: true, text: 'whose key, by email or username' },
    name: { kind: 'text', placeholder: 'N', isRequired: true, text: 'what the key is for: backup' },
    scope: { kind: 'list', placeholder: 'S', text: 'what the key is limited to: members:read' },
    expires: {
      kind: 'text',
      placeholder: 'WHEN',
      text: 'when it stops working: 90d, a date or an instant; never unless given',
    },
  },
  examples: [
    'smtpy key create --user jane@example.com --name backup',
    'smtpy key create --user jane@example.com --name report --scope members:read,account:read --expires 90d',
  ],
  run: async (installation, { options }) => {
    const end = readKeyEnd(options.expires, systemClock.now());
    if (end.kind === 'misused') return end;
    const scopes = options.scope.length === 0 ? null : options.scope;
    const body = createKeyBody.safeParse({ name: options.name, scopes });
    if (!body.success) return misused(body.error.issues[0]);
    const user = await findUser(installation, options.user);
    if (user.kind === 'refused') return user;
    const { id: userId, organizationId, email } = user.value;
    const result = await installation.apiKeys.create({
      organizationId,
      userId,
      name: body.data.name,
      scopes: body.data.scopes ?? undefined,
      expiresAt: end.value,
      actor: operatorActor,
    });
    if (result.kind !== 'created') return { kind: 'refused', reason: result.reason };
    const until = end.value === undefined ? '' : ` until ${formatInstant(end.value)}`;
    return {
      kind: 'done',
      text: `${result.text}\n\nThis key works for ${email}${until}. It is shown this once.`,
      data: { ...formatKey(result.key), organization_id: organizationId, key: result.text },
    };
  },
});

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function misused(issue: Issue | undefined) {
  const option = issue?.path[0] === 'scopes' ? '--scope' : '--name';
  return { kind: 'misused', reason: `${option}: ${issue?.message ?? 'this is not right'}` } as const;
}
