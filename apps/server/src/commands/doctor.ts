import { createResolver } from '../dns/index.ts';
import { examine, type Finding } from '../doctor/index.ts';
import { systemClock } from '../observe/index.ts';
import { findRunningServer } from '../roles/index.ts';
import { defineDatabaseCommand } from './on-database.ts';

const dnsTimeoutMs = 5_000;
const marks = { ok: '✓', warning: '!', problem: '✗' } as const;

/** `smtpy doctor`: what keeps mail from coming in or going out. */
export const doctor = defineDatabaseCommand({
  name: 'doctor',
  summary: 'Examine the installation and say what keeps mail from flowing',
  details:
    'Looks at the database, at the ports of the running server and, in production, at the names in the DNS and at the way out. ' +
    'Changes nothing and sends no mail. Exits with 1 when there is a problem.',
  examples: ['smtpy doctor'],
  async run({ config, db, serviceMail }, _args, context) {
    const findings = await examine({
      config,
      db,
      resolver: createResolver({ servers: config.dnsServers, timeoutMs: dnsTimeoutMs, clock: systemClock }),
      running: (await findRunningServer(config.dataDir))?.addresses,
      findSigningRecord: () => serviceMail.findSigningRecord(),
      signal: context.signal,
    });
    const text = findings.map(formatFinding).join('\n');
    const hasProblem = findings.some(({ verdict }) => verdict === 'problem');
    return { kind: hasProblem ? 'failed' : 'done', text, data: { findings } };
  },
});

function formatFinding({ verdict, text, advice }: Finding): string {
  return `${marks[verdict]} ${text}.${advice === undefined ? '' : `\n  ${advice}.`}`;
}
