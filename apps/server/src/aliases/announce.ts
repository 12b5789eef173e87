import type { Tx } from '../db/index.ts';
import { announceDirectoryChange } from '../domains/index.ts';

/** More changes than this on one domain are told as one change of the domain: hearing of each would cost every process more. */
const maxSingleChanges = 50;

/** Tells of changed aliases when `tx` commits. */
export async function announceAliases(
  tx: Tx,
  aliases: readonly { readonly address: string; readonly domainName: string }[],
): Promise<void> {
  for (const [domainName, changed] of Map.groupBy(aliases, (alias) => alias.domainName)) {
    if (changed.length > maxSingleChanges)
      await announceDirectoryChange(tx, { subject: 'domain', name: domainName });
    else
      for (const { address } of changed)
        await announceDirectoryChange(tx, { subject: 'alias', name: address });
  }
}
