import type { Queryable, Tx } from '../db/index.ts';
import { failuresLapseMs, knownLapseMs, type Failures, type Subjects } from './rules.ts';

/** What is known of each subject of a login; absent: nothing. */
export interface LoginHistory {
  readonly network: Failures | undefined;
  readonly alias: Failures | undefined;
  /** When the owner last logged in from this network. */
  readonly knownAt: Date | undefined;
}

/**
 * Makes all other logins of the network and of the alias wait until this transaction ends, in all processes: parallel tries are
 * judged one after the other. Everyone takes the lock of a network first, so that no two wait for each other.
 */
export async function lockSubjects(tx: Tx, { network, alias }: Subjects): Promise<void> {
  for (const subject of [network, alias]) {
    await tx.query({
      name: 'login-failures-lock',
      text: `select pg_advisory_xact_lock(hashtextextended('login ' || $1, 0))`,
      params: [subject],
    });
  }
}

/** What came before. To be called under the lock, in a statement after it: a snapshot from before the wait would be old. */
export async function loadHistory(tx: Tx, subjects: Subjects): Promise<LoginHistory> {
  const rows = await tx.query<{
    readonly subject: string;
    readonly failures: number;
    readonly last_at: Date;
  }>({
    name: 'login-failures-load',
    text: 'select subject, failures, last_at from login_failures where subject = any($1)',
    params: [[subjects.network, subjects.alias, subjects.known]],
  });
  const find = (subject: string): Failures | undefined => {
    const row = rows.find((one) => one.subject === subject);
    return row && { count: row.failures, lastAt: row.last_at };
  };
  return {
    network: find(subjects.network),
    alias: find(subjects.alias),
    knownAt: find(subjects.known)?.lastAt,
  };
}

/** Counts a failure for the network and for the alias; failures that have lapsed do not count any more. */
export async function addFailure(tx: Tx, { network, alias }: Subjects, now: Date): Promise<void> {
  await tx.query({
    name: 'login-failures-add',
    text: `insert into login_failures (subject, failures, last_at) select subject, 1, $2 from unnest($1::text[]) as subject
      on conflict (subject) do update set last_at = excluded.last_at,
        failures = case when login_failures.last_at <= $3 then 1 else login_failures.failures + 1 end`,
    params: [[network, alias], now, new Date(now.getTime() - failuresLapseMs)],
  });
}

/** Notes that the owner logs in from this network. */
export async function noteKnown(tx: Tx, { known }: Subjects, now: Date): Promise<void> {
  await tx.query({
    name: 'login-failures-known',
    text: `insert into login_failures (subject, failures, last_at) values ($1, 0, $2)
      on conflict (subject) do update set last_at = excluded.last_at`,
    params: [known, now],
  });
}

/** Deletes what no longer counts; gives the number of rows. */
export async function deleteLapsed(db: Queryable, now: Date): Promise<number> {
  const rows = await db.query({
    text: `delete from login_failures
      where last_at <= case when subject like 'known %' then $1::timestamptz else $2::timestamptz end returning 1`,
    params: [new Date(now.getTime() - knownLapseMs), new Date(now.getTime() - failuresLapseMs)],
  });
  return rows.length;
}
