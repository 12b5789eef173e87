import pg from 'pg';
import { type ConnectOptions, hearErrors, toDriverOptions } from './connect.ts';

/** The driver's own pool, for libraries that bring their own SQL (the job runner). */
export type DriverPool = pg.Pool;

/** Opens a pool outside the {@link Db} port; end it with `end()`. Features never use it. */
export function createDriverPool(options: ConnectOptions): DriverPool {
  const pool = new pg.Pool({
    ...toDriverOptions(options, options.statementTimeoutMs ?? 60_000),
    max: options.maxConnections,
  });
  hearErrors(pool, options.events);
  return pool;
}
