import type { Queryable, Tx } from '../db/index.ts';
import type { Domain } from './domain.ts';

/** Marks a domain as removed: from the commit on nothing is received for it. What was to be told of it is told no more. */
export async function markRemoved(
  tx: Tx,
  { domain, at }: { readonly domain: Domain; readonly at: Date },
): Promise<void> {
  await tx.query({
    text: `update domains set removed_at = $2, state = 'pending', state_before_suspension = null, catch_all = 'off', wants_mta_sts = false,
        holder_gone_since = null, news = null, news_reason = null, is_news_noted = false where id = $1`,
    params: [domain.id, at],
  });
  await tx.query({ text: 'delete from domain_checks where domain_id = $1', params: [domain.id] });
}

/** How reply addresses of domains are remembered that are for nobody else. Both parts are in lower case. */
const hashOf = (localPart: string, name: string): string =>
  `sha256(convert_to(${localPart} || '@' || ${name}, 'UTF8'))`;

/** Whether `$localPart` of `$name` was a reply address of a domain that changed hands or was given up: for queries of the directory. */
export const isRetiredReplyAddress = (localPart: string, name: string): string =>
  `exists (select from retired_reply_addresses r where r.hash = ${hashOf(localPart, name)})`;

/**
 * Remembers the reply addresses of domains that change hands or are given up: mail to them was meant for who had the name, and a catch-all of
 * who has it next must not get it. They work again for their own domain, if that comes back. It reads the table of contacts, since there may be
 * hundreds of thousands.
 */
export async function retireReplyAddresses(tx: Tx, domainIds: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into retired_reply_addresses (hash) select ${hashOf('c.reply_local_part', 'd.name')}
      from contacts c join domains d on d.id = c.domain_id where d.id = any ($1::uuid[]) on conflict do nothing`,
    params: [domainIds],
  });
}

/** Domains that were removed before an instant, the oldest first, each locked against others that clear them. */
export async function lockRemoved(
  tx: Tx,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await tx.query<{ readonly id: string }>({
    text: `select id from domains where removed_at < $1 order by removed_at for update skip locked limit $2`,
    params: [before, limit],
  });
  return rows.map(({ id }) => id);
}

/** Ids of removed domains, the last removed first. */
export async function listRemoved(db: Queryable, limit: number): Promise<readonly string[]> {
  const rows = await db.query<{ readonly id: string }>({
    text: 'select id from domains where removed_at is not null order by removed_at desc limit $1',
    params: [limit],
  });
  return rows.map(({ id }) => id);
}

/** Deletes a domain that has no aliases any more; its keys and results go with it. */
export async function deleteDomain(tx: Tx, domainId: string): Promise<void> {
  await tx.query({
    text: 'delete from domains where id = $1 and removed_at is not null',
    params: [domainId],
  });
}
