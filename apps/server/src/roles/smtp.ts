import { createInbound, type InboundPorts } from '../inbound/index.ts';
import type { Dependencies } from './dependencies.ts';
import { startPolicy } from './policy.ts';
import type { RunningRole } from './running.ts';

/** How long sessions that are receiving may go on when the program stops. */
const drainMs = 10_000;

/** Receives mail: the `smtp` role. */
export async function startSmtpRole(dependencies: Dependencies): Promise<RunningRole> {
  const { config, settings, directory, contacts, queue, appPasswords, resolver } = dependencies;
  const { returnPathKey, loopKey, events, clock } = dependencies;
  const running = await startPolicy(dependencies);
  const inbound = createInbound({
    config: { ...config.smtp, hostname: config.hostname, maxMessageBytes: config.maxMessageBytes },
    tls: settings.tls,
    directory,
    contacts,
    queue,
    policy: running.policy,
    appPasswords,
    resolver,
    returnPathKey,
    loopKey,
    events,
    clock,
  });
  const ports = await inbound.listen();
  return {
    role: 'smtp',
    addresses: addressesOf(config.smtp.host, ports),
    [Symbol.asyncDispose]: async () => {
      await inbound.close(drainMs);
      await running[Symbol.asyncDispose]();
    },
  };
}

/** By the words of the ready line; what does not listen is left out. */
function addressesOf(host: string, ports: InboundPorts): Readonly<Record<string, string>> {
  const { port: smtp, submissionPort: submission, submissionsPort: submissions } = ports;
  const open = Object.entries({ smtp, submission, submissions }).filter(([, port]) => port !== undefined);
  return Object.fromEntries(open.map(([name, port]) => [name, `${host}:${port}`]));
}
