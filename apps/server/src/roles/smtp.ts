import { createInbound } from '../inbound/index.ts';
import type { Dependencies } from './dependencies.ts';
import type { RunningRole } from './running.ts';

/** How long sessions that are receiving may go on when the program stops. */
const drainMs = 10_000;

/** Receives mail: the `smtp` role. */
export async function startSmtpRole(dependencies: Dependencies): Promise<RunningRole> {
  const { config, settings, directory, contacts, queue, resolver, returnPathKey, loopKey, events, clock } =
    dependencies;
  const inbound = createInbound({
    config: { ...config.smtp, hostname: config.hostname, maxMessageBytes: config.maxMessageBytes },
    tls: settings.tls,
    directory,
    contacts,
    queue,
    resolver,
    returnPathKey,
    loopKey,
    events,
    clock,
  });
  const { port } = await inbound.listen();
  return {
    role: 'smtp',
    addresses: { smtp: `${config.smtp.host}:${port}` },
    [Symbol.asyncDispose]: () => inbound.close(drainMs),
  };
}
