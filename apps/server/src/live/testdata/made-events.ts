import { newId, type Db, type Queryable } from '../../db/index.ts';

/** Writes public events of an organization in one statement; gives their ids, oldest first. */
export async function makeEvents(
  db: Queryable,
  organizationId: string,
  { ids = [newId()], address = 'jane@mailbox.example' }: { readonly ids?: readonly string[]; readonly address?: string } = {},
): Promise<readonly string[]> {
  await db.query({
    text: `insert into events (id, at, organization_id, type, data)
      select id, now(), $2, 'mailbox_confirmed', $3::jsonb from unnest($1::uuid[]) as id`,
    params: [ids, organizationId, JSON.stringify({ mailboxId: newId(), address })],
  });
  return ids;
}

/** So many ids of the present, or of an instant. */
export function newIds(count: number, now?: Date): readonly string[] {
  return Array.from({ length: count }, () => newId(now));
}

/** A transaction that has written an event and stays open until it is told to commit. */
export async function holdEvent(
  db: Pick<Db, 'transaction'>,
  organizationId: string,
  id: string = newId(),
): Promise<{ readonly id: string; readonly commit: () => Promise<void> }> {
  const written = Promise.withResolvers<undefined>();
  const gate = Promise.withResolvers<undefined>();
  const done = db.transaction(async (tx) => {
    await makeEvents(tx, organizationId, { ids: [id] });
    written.resolve(undefined);
    await gate.promise;
  });
  await Promise.race([written.promise, done]);
  return {
    id,
    commit: () => {
      gate.resolve(undefined);
      return done;
    },
  };
}
