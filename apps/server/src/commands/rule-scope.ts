import type { Option } from './command.ts';
import type { Installation } from './open.ts';
import { findAlias, findUser, type Found } from './owner.ts';

/** Options that say whose rules are meant. */
export const scopeOptions = {
  alias: { kind: 'text', placeholder: 'ALIAS', text: 'the alias whose rules are meant' },
  user: { kind: 'text', placeholder: 'EMAIL', text: 'the user for whose aliases, all of them, they are' },
} as const satisfies Record<string, Option>;

/** An alias, or an organization as a whole. */
export interface FoundScope {
  readonly organizationId: string;
  readonly aliasId?: string;
}

/** Whose rules {@link scopeOptions} mean. */
export async function findScope(
  installation: Installation,
  { alias, user }: { readonly alias: string | undefined; readonly user: string | undefined },
): Promise<Found<FoundScope>> {
  if ((alias === undefined) === (user === undefined))
    return { kind: 'refused', reason: 'Rules are of an alias or of a user', hint: 'Give --alias or --user.' };
  if (alias !== undefined) {
    const found = await findAlias(installation, alias);
    if (found.kind === 'refused') return found;
    return { kind: 'found', value: { organizationId: found.value.organizationId, aliasId: found.value.id } };
  }
  const found = await findUser(installation, user ?? '');
  if (found.kind === 'refused') return found;
  return { kind: 'found', value: { organizationId: found.value.organizationId } };
}
