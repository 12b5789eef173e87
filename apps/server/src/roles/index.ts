/**
 * Purpose: wires features into roles, roles into worker processes, and worker processes under a supervisor. The one place
 * where dependencies are put together.
 *
 * Guarantees: the ready line appears when every listener of every worker is up; stopping ends receivers before senders and
 * the database last; a dead worker is replaced.
 *
 * Fails with: a start that cannot succeed rejects with words for the operator.
 *
 * Security: the master key travels to workers over their private channel, never by environment or argument.
 *
 * Not here: any decision about mail.
 */
export { supervise, type SupervisorOptions } from './start.ts';
export { isWorkerProcess, runWorkerProcess } from './worker-process.ts';
export { explainStartFailure } from './start-failure.ts';
export { findRunningServer, type RunningServer } from './address-file.ts';
