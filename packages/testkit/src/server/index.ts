/**
 * Purpose: the real program as a process of its own: started, asked through its command line, stopped, killed, restarted.
 * Guarantees: it inherits no `SMTPY_*` and no `DATABASE_URL` of the test run. Dispose stops it and removes a data folder
 * made here; `kill9` leaves none of its processes, PostgreSQL's included.
 * Fails with: an `Error` that ends with the program's last output.
 */
export { bootServer, type BootedServer, type BootServerOptions } from './booted-server.ts';
export type { RunOptions } from './program.ts';
export type { ProgramResult } from './program-types.ts';
