import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { DomainNews, DomainNewsKind } from './domain.ts';

interface NewsRow {
  readonly id: string;
  readonly organization_id: string;
  readonly name: DomainName;
  readonly news: DomainNewsKind;
  readonly news_reason: string | null;
  readonly is_news_noted: boolean;
  readonly mailed_at: Date | null;
}

/** News to be told: what is not noted yet, and what may be mailed now. A loss is not kept back. */
const isDue = `news is not null and (not is_news_noted or news = 'domain_lost' or mailed_at is null or mailed_at <= $1)`;

/** Domains of which there is something to tell, as long as the last mail about each was before an instant or there is no notice yet. */
export async function listDomainsWithNews(
  db: Queryable,
  { mailedBefore, limit }: { readonly mailedBefore: Date; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await db.query<{ readonly id: string }>({
    text: `select id from domains where ${isDue} order by id limit $2`,
    params: [mailedBefore, limit],
  });
  return rows.map(({ id }) => id);
}

/** Takes the news of a domain for `tx`; undefined: there are none, or another process tells them. */
export async function lockNews(
  tx: Tx,
  { domainId, mailedBefore }: { readonly domainId: string; readonly mailedBefore: Date },
): Promise<DomainNews | undefined> {
  const [row] = await tx.query<NewsRow>({
    text: `select id, organization_id, name, news, news_reason, is_news_noted, mailed_at from domains
      where id = $2 and ${isDue} for no key update skip locked`,
    params: [mailedBefore, domainId],
  });
  return (
    row && {
      domainId: row.id,
      organizationId: row.organization_id,
      name: row.name,
      kind: row.news,
      reason: row.news_reason ?? undefined,
      isNoted: row.is_news_noted,
      mailedAt: row.mailed_at ?? undefined,
    }
  );
}

/** Marks news as noted alone, or as mailed and so told. */
export async function settleNews(
  tx: Tx,
  { domainId, mailedAt }: { readonly domainId: string; readonly mailedAt: Date | undefined },
): Promise<void> {
  await tx.query({
    text: `update domains set is_news_noted = $2::timestamptz is null, mailed_at = coalesce($2, mailed_at),
        news = case when $2::timestamptz is null then news end, news_reason = case when $2::timestamptz is null then news_reason end
      where id = $1`,
    params: [domainId, mailedAt ?? null],
  });
}
