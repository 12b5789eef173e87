import type { Db } from '../db/index.ts';
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

/**
 * A first death may be anyone's fault and costs no time. A delivery in whose attempts process after process dies waits longer each time, so
 * that it does not take all others down with it for ever.
 */
const dueAgain = `now() + case when d.attempts = 0 then interval '0' else
  least(power(2, least(d.attempts, 10)), 240) * interval '1 minute' end`;

/** Lapsed by PostgreSQL's clock, which set the lease as well: clocks of machines that differ cannot end a lease early. */
const recoverText = `
with lapsed as materialized (
  select d.id from deliveries d
  where d.state = 'sending' and d.lease_until < now()
  order by d.lease_until limit 1000 for update skip locked
)
update deliveries d set state = 'queued', attempts = d.attempts + 1, next_attempt_at = ${dueAgain}, lease_owner = null, lease_until = null
where d.id = any (array(select lapsed.id from lapsed))
returning d.queue_key`;

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

/** The leases of owners that are known to be dead; `starts_with` takes the text as it is. */
const releaseText = `
with dead as materialized (
  select d.id from deliveries d
  where d.state = 'sending' and (d.lease_owner = $1 or ($1 like '%/' and starts_with(d.lease_owner, $1)))
  order by d.id for update skip locked
)
update deliveries d set state = 'queued', attempts = d.attempts + 1, next_attempt_at = ${dueAgain}, lease_owner = null, lease_until = null
where d.id = any (array(select dead.id from dead))
returning d.queue_key`;

/** Makes the function behind `Queue.releaseLeases`, without the report. */
export function createReleaseLeases(db: Db): (ownerPrefix: string) => Promise<number> {
  return async (ownerPrefix) => {
    const statement = { name: 'queue-release', text: releaseText, params: [ownerPrefix] };
    return announceDue(db, await db.query<{ readonly queue_key: string }>(statement));
  };
}

async function announceDue(db: Db, rows: readonly { readonly queue_key: string }[]): Promise<number> {
  if (rows.length > 0) {
    const hint = formatHint(rows.map(({ queue_key }) => queue_key));
    await db.query({ text: 'select pg_notify($1, $2)', params: [deliveriesChannel, hint] });
  }
  return rows.length;
}

/** Makes the function behind `Queue.recoverLapsedLeases`, without the report. */
export function createRecoverLapsedLeases(db: Db): () => Promise<number> {
  return async () => {
    const rows = await db.query<{ readonly queue_key: string }>({
      name: 'queue-recover',
      text: recoverText,
    });
    return announceDue(db, rows);
  };
}
