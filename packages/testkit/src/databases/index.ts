/**
 * Purpose: real PostgreSQL for tests: one server per test run, a database of its own per test file.
 * Guarantees: a database is empty but migrated when handed out, and dropped at dispose. Test processes running at the
 * same time share the server and migrate each schema once.
 * Fails with: an `Error` when no server is named, PostgreSQL does not start within 60 s, or the migration fails.
 * Security: the own server listens on 127.0.0.1 only and asks for a random password; as root it runs as `nobody`.
 * Not here: what the schema is; `migrate` is the caller's.
 */
export { startTestDatabaseServer, type TestDatabaseServer } from './database-server.ts';
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts';
