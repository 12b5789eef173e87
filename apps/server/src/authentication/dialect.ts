import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { Db } from '../db/index.ts';

/**
 * Kysely on our database port, so that what Better Auth does joins the transaction of the request. There is one connection for all: the port
 * takes one from its pool for each statement. Transactions are the port's; those that are asked for here do nothing.
 */
export function createDialect(db: Pick<Db, 'query'>): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(db),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function createDriver(db: Pick<Db, 'query'>): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => {
      const rows = await db.query({ text: sql, params: parameters });
      // The port gives rows alone. Better Auth asks all its statements to return them, and counts these.
      return { rows: Array.from(rows) as Row[], numAffectedRows: BigInt(rows.length) };
    },
    streamQuery: () => {
      throw new Error('nothing of authentication is streamed');
    },
  };
  const nothing = (): Promise<void> => Promise.resolve();
  return {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    releaseConnection: nothing,
    destroy: nothing,
  };
}
