import { createEvents, createLogger, createMetrics } from '../observe/index.ts';
import { explainStartFailure, isWorkerProcess, runWorkerProcess, supervise } from '../roles/index.ts';
import { defineCommand } from './command.ts';

/** `smtpy serve`: the program itself. */
export const serve = defineCommand({
  name: 'serve',
  summary: 'Run the server',
  details:
    'Starts the database (unless DATABASE_URL names one), brings the schema up to date, starts the worker processes, and prints ' +
    'a line beginning with “ready” when everything listens. Stops cleanly on SIGINT and SIGTERM. The log goes to standard error.',
  hasJson: false,
  examples: [
    'smtpy serve',
    'SMTPY_MODE=production SMTPY_HOSTNAME=mail.my-domain.example SMTPY_PUBLIC_URL=https://mail.my-domain.example smtpy serve',
  ],
  async run(context) {
    const config = context.config();
    if (isWorkerProcess) {
      await runWorkerProcess(config);
      return { kind: 'done' };
    }
    const logger = createLogger({ level: config.logLevel, role: 'supervisor' });
    const events = createEvents({ logger, metrics: createMetrics() });
    // Expected: a port that is taken, a database that does not answer, a data folder in use: told, and exit 1.
    try {
      await supervise({
        config,
        events,
        signal: context.signal,
        print: (line) => {
          context.print(line);
        },
      });
      return { kind: 'done' };
    } catch (error) {
      events.failed('start', error);
      return { kind: 'refused', reason: explainStartFailure(error) };
    }
  },
});
