import { formatAddress, type DomainName } from '@smtpy/mail';
import type { Db } from '../db/index.ts';
import { announceDirectoryChange } from '../domains/index.ts';

interface CountedRow {
  readonly messages_left: number | null;
  readonly local_part: string;
  readonly domain_name: DomainName;
}

/** Takes one message; false when none is left, and when there is no such alias. An alias without a limit gives any number. */
export function takeMessage(db: Db, aliasId: string): Promise<boolean> {
  // The row lock makes those who take at once wait for each other; null minus one is null.
  const text = `update aliases a set messages_left = a.messages_left - 1 from domains d
    where a.id = $1 and a.deleted_at is null and (a.messages_left > 0 or a.messages_left is null) and d.id = a.domain_id
    returning a.messages_left, a.local_part, d.name as domain_name`;
  return count(db, { text, aliasId, isTurn: ({ messages_left: left }) => left === 0 });
}

/** Gives one message back to an alias that has a limit. */
export async function giveBackMessage(db: Db, aliasId: string): Promise<void> {
  const text = `update aliases a set messages_left = a.messages_left + 1 from domains d
    where a.id = $1 and a.messages_left is not null and d.id = a.domain_id
    returning a.messages_left, a.local_part, d.name as domain_name`;
  await count(db, { text, aliasId, isTurn: ({ messages_left: left }) => left === 1 });
}

/**
 * Counts, and tells the other processes where the alias expires with that, or stops being expired; what lies between is told by nobody,
 * because each taking asks the database.
 */
function count(
  db: Db,
  counting: {
    readonly text: string;
    readonly aliasId: string;
    readonly isTurn: (row: CountedRow) => boolean;
  },
): Promise<boolean> {
  const { text, aliasId, isTurn } = counting;
  return db.transaction(async (tx) => {
    const [row] = await tx.query<CountedRow>({ text, params: [aliasId] });
    if (row === undefined) return false;
    const name = formatAddress({ localPart: row.local_part, domain: row.domain_name });
    if (isTurn(row)) await announceDirectoryChange(tx, { subject: 'alias', name });
    return true;
  });
}
