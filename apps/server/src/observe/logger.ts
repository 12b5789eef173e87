import { pino } from 'pino';

/** The log: JSON lines on standard error, so that standard output stays for what a command prints. */
export type Logger = ReturnType<typeof createLogger>;

/** Makes the logger. `role` names the process in each line. */
export function createLogger({ level, role }: { readonly level: string; readonly role: string }) {
  return pino(
    { level, base: { role, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false, minLength: 0 }),
  );
}
