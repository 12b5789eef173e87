import type { Db } from '../db/index.ts';
import { recoverySql } from './recovery-sql.ts';
import { deliveriesChannel, formatHint } from './rules.ts';

/** Which leases to extend. */
export interface LeaseRenewal {
  readonly ids: readonly string[];
  readonly owner: string;
  /** The new length, from now. */
  readonly leaseMs: number;
}

/** Rows are locked in the order of their ids, as in `settle.ts`, which may hold some of them. */
const renewText = `
with own as materialized (
  select d.id from deliveries d
  where d.id = any ($1::uuid[]) and d.state = 'sending' and d.lease_owner = $2
  order by d.id for update
)
update deliveries d set lease_until = now() + $3::float8 * interval '1 millisecond'
where d.id = any (array(select own.id from own))
returning d.id`;

/** Lapsed by PostgreSQL's clock, which set the lease as well: clocks of machines that differ cannot end a lease early. */
const recoverText = recoverySql(
  `
  select d.id from deliveries d
  where d.state = 'sending' and d.lease_until < now()
  order by d.lease_until limit 1000 for update skip locked
`,
  1,
);

/** The leases of owners that are known to be dead; `starts_with` takes the text as it is. */
const releaseText = recoverySql(
  `
  select d.id from deliveries d
  where d.state = 'sending' and (d.lease_owner = $2 or ($2 like '%/' and starts_with(d.lease_owner, $2)))
  order by d.id for update skip locked
`,
  1,
);

/** Makes the function behind `Queue.renewLeases`. */
export function createRenewLeases(db: Db): (renewal: LeaseRenewal) => Promise<ReadonlySet<string>> {
  return async ({ ids, owner, leaseMs }) => {
    if (ids.length === 0) return new Set();
    const params = [ids, owner, leaseMs];
    const rows = await db.query<{ readonly id: string }>({
      name: 'queue-renew',
      text: renewText,
      params,
    });
    return new Set(rows.map(({ id }) => id));
  };
}

interface RecoveredRow {
  readonly state: 'queued' | 'expired';
  readonly queue_key: string;
}

/** Makes the function behind `Queue.releaseLeases`, without the report. */
export function createReleaseLeases(db: Db, shard: number): (ownerPrefix: string) => Promise<number> {
  return async (ownerPrefix) => {
    const statement = { name: 'queue-release', text: releaseText, params: [shard, ownerPrefix] };
    return announceDue(db, await db.query<RecoveredRow>(statement));
  };
}

/** Makes the function behind `Queue.recoverLapsedLeases`, without the report. */
export function createRecoverLapsedLeases(db: Db, shard: number): () => Promise<number> {
  return async () => {
    const statement = { name: 'queue-recover', text: recoverText, params: [shard] };
    return announceDue(db, await db.query<RecoveredRow>(statement));
  };
}

/** Returns how many leases there were. */
async function announceDue(db: Db, rows: readonly RecoveredRow[]): Promise<number> {
  const hint = formatHint(rows.filter(({ state }) => state === 'queued').map(({ queue_key }) => queue_key));
  if (hint !== '') {
    await db.query({ text: 'select pg_notify($1, $2)', params: [deliveriesChannel, hint] });
  }
  return rows.length;
}
