import type { Queryable } from '../db/index.ts';
import type { AliasPart, AliasPlace, ListAliases, ListedAlias } from './details.ts';
import { listPart, type ListPart } from './list-store.ts';

/** The parts that a list has, one after the other. */
function partsOf({
  isPinnedFirst,
  after,
}: Pick<ListAliases, 'isPinnedFirst' | 'after'>): readonly AliasPart[] {
  if (!isPinnedFirst) return ['all'];
  return after?.part === 'others' ? ['others'] : ['pinned', 'others'];
}

/** A page of aliases; the second part of a list is asked for what the first leaves room for. */
export async function listAliasPage(
  db: Queryable,
  { isPinnedFirst, after, ...list }: ListAliases & Pick<ListPart, 'deletedAfter'>,
): Promise<readonly ListedAlias[]> {
  let rows: readonly ListedAlias[] = [];
  for (const part of partsOf({ isPinnedFirst, after })) {
    const limit = list.limit - rows.length;
    if (limit === 0) return rows;
    const behind: AliasPlace | undefined = after?.part === part ? after : undefined;
    rows = [...rows, ...(await listPart(db, { ...list, part, limit, after: behind }))];
  }
  return rows;
}
