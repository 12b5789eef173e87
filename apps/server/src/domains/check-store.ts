import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { Domain, RecordPurpose, RecordResult, RecordVerdict } from './domain.ts';
import { domainColumns, domainOf, type DomainRow } from './store.ts';
import type { Decision } from './upkeep-rules.ts';

interface ResultRow {
  readonly purpose: RecordPurpose;
  readonly name: string;
  readonly expected: string;
  readonly found: readonly string[];
  readonly verdict: RecordVerdict;
  readonly reason: string;
  readonly checked_at: Date;
  readonly right_at: Date | null;
  readonly wrong_since: Date | null;
}

/** The last results of a domain. Of their records only what names them is known here. */
export async function listResults(db: Queryable, domainId: string): Promise<readonly RecordResult[]> {
  const rows = await db.query<ResultRow>({
    text: `select purpose, name, expected, found, verdict, reason, checked_at, right_at, wrong_since
      from domain_checks where domain_id = $1`,
    params: [domainId],
  });
  return rows.map((row) => ({
    record: { purpose: row.purpose, type: 'TXT', name: row.name, value: row.expected, isRequired: false },
    found: row.found,
    verdict: row.verdict,
    reason: row.reason,
    checkedAt: row.checked_at,
    rightAt: row.right_at ?? undefined,
    wrongSince: row.wrong_since ?? undefined,
  }));
}

/** Replaces the results of a domain. */
export async function writeResults(
  tx: Tx,
  domainId: string,
  results: readonly RecordResult[],
): Promise<void> {
  await tx.query({ text: 'delete from domain_checks where domain_id = $1', params: [domainId] });
  await tx.query({
    text: `insert into domain_checks (domain_id, purpose, name, expected, found, verdict, reason, checked_at, right_at, wrong_since)
      select $1, r.purpose, r.name, r.expected, array(select jsonb_array_elements_text(r.found)), r.verdict, r.reason,
        r.checked_at, r.right_at, r.wrong_since
      from jsonb_to_recordset($2::jsonb) as r (purpose text, name text, expected text, found jsonb, verdict text, reason text,
        checked_at timestamptz, right_at timestamptz, wrong_since timestamptz)`,
    params: [domainId, JSON.stringify(results.map(toRow))],
  });
}

function toRow({ record, found, verdict, reason, checkedAt, rightAt, wrongSince }: RecordResult) {
  return {
    purpose: record.purpose,
    name: record.name,
    expected: record.value,
    found: found.map(storable),
    verdict,
    reason: storable(reason),
    checked_at: checkedAt,
    right_at: rightAt,
    wrong_since: wrongSince,
  };
}

/** Most characters of a found value that are kept: any zone may hold 64 KiB, and a person compares the beginning. */
const maxFoundCharacters = 1_000;

/** Anybody may publish anything: PostgreSQL has no NUL, and its JSON no half of a surrogate pair. */
function storable(text: string): string {
  return text.slice(0, maxFoundCharacters).toWellFormed().replaceAll('\u0000', '\uFFFD');
}

/** Whether an organization is not suspended; keeps it so until `tx` ends. */
export async function lockOpenOrganization(tx: Tx, organizationId: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select id from auth.organization where id = $1 and "suspendedAt" is null for share',
    params: [organizationId],
  });
  return rows.length > 0;
}

/** All domains of a name that were not removed, locked in one order, so that only one check at a time decides who holds it. */
export async function lockName(tx: Tx, name: DomainName): Promise<readonly Domain[]> {
  const rows = await tx.query<DomainRow>({
    text: `select ${domainColumns} from domains d where d.name = $1 and d.removed_at is null order by d.id for no key update`,
    params: [name],
  });
  return rows.map(domainOf);
}

/** Writes what follows from a check. */
export async function writeDecision(
  tx: Tx,
  { domain, decision, at }: { readonly domain: Domain; readonly decision: Decision; readonly at: Date },
): Promise<Domain> {
  const { state, nextCheckAt, holderGoneSince, news } = decision;
  const [row] = await tx.query<DomainRow>({
    text: `update domains d set state = $2, checked_at = $3, next_check_at = $4, holder_gone_since = $5,
        activated_at = case when $2 = 'active' then coalesce(d.activated_at, $3::timestamptz) else d.activated_at end,
        lost_at = case when $2 = 'pending' then d.lost_at end,
        news = coalesce($6, d.news), news_reason = case when $6::text is null then d.news_reason else $7 end,
        is_news_noted = $6::text is null and d.is_news_noted
      where d.id = $1 returning ${domainColumns}`,
    params: [
      domain.id,
      state,
      at,
      nextCheckAt,
      holderGoneSince ?? null,
      news?.kind ?? null,
      news?.reason ?? null,
    ],
  });
  if (row === undefined) throw new Error(`domain ${domain.id} is gone while it is locked`);
  return domainOf(row);
}

/** Takes the name from a domain: it waits for its proof again, and its organization is to be told. */
export async function loseName(
  tx: Tx,
  { domain, reason, at }: { readonly domain: Domain; readonly reason: string; readonly at: Date },
): Promise<void> {
  await tx.query({
    text: `update domains set state = 'pending', lost_at = $2, next_check_at = $3, news = 'domain_lost', news_reason = $4,
        is_news_noted = false where id = $1`,
    params: [domain.id, at, new Date(at.getTime() + lostPauseMs), reason],
  });
}

/** When a lost name is looked at first: its former holder has been told by then. */
const lostPauseMs = 5 * 60_000;

/**
 * Takes domains whose check is due, for at most as long as a check may last: whoever takes them and dies leaves them to the next. Two that ask
 * at once get different ones.
 */
export async function claimDue(
  db: Queryable,
  { now, until, limit }: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<readonly Domain[]> {
  const rows = await db.query<DomainRow>({
    text: `update domains d set next_check_at = $2
      where d.id in (
        select id from domains where removed_at is null and state <> 'suspended' and next_check_at <= $1
        order by next_check_at for update skip locked limit $3)
      returning ${domainColumns}`,
    params: [now, until, limit],
  });
  return rows.map(domainOf);
}
