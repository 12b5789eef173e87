import type { Queryable } from '../db/index.ts';

/** Connections of one process of this program to the database. */
export interface ProgramConnections {
  /** `smtpy worker 1`, `smtpy command`, … */
  readonly name: string;
  /** Undefined: over a socket of the same machine. */
  readonly address: string | undefined;
  readonly count: number;
}

/** The version of PostgreSQL. */
export async function findServerVersion(db: Queryable): Promise<string> {
  const [row] = await db.query<{ readonly version: string }>({
    text: `select current_setting('server_version') as version`,
  });
  return row?.version ?? 'of unknown version';
}

/** Who of this program is connected to this database, from all machines. */
export async function findConnections(db: Queryable): Promise<readonly ProgramConnections[]> {
  const rows = await db.query<{
    readonly name: string;
    readonly address: string | null;
    readonly count: number;
  }>({
    text: `select application_name as name, host(client_addr) as address, count(*) as count from pg_stat_activity
      where datname = current_database() and application_name like 'smtpy %'
      group by application_name, client_addr order by name, address nulls first limit 1000`,
  });
  return rows.map(({ name, address, count }) => ({ name, address: address ?? undefined, count }));
}
