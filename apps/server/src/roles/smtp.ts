import { createAliasActivity, type AliasActivity } from '../aliases/index.ts';
import { createInbound, type InboundDependencies, type InboundPorts } from '../inbound/index.ts';
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
  const activity = createAliasActivity(dependencies);
  const inbound = createInbound({
    config: { ...config.smtp, hostname: config.hostname, maxMessageBytes: config.maxMessageBytes },
    tls: settings.tls,
    directory,
    contacts,
    queue: notingUse(queue, activity),
    policy: notingRefusals(running.policy, activity),
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
      await activity[Symbol.asyncDispose]();
      await running[Symbol.asyncDispose]();
    },
  };
}

/** The queue, with which aliases are used through it. */
function notingUse(
  queue: InboundDependencies['queue'],
  activity: AliasActivity,
): InboundDependencies['queue'] {
  return {
    ...queue,
    enqueue: async (acceptance) => {
      await queue.enqueue(acceptance);
      const deliveries = acceptance.messages.flatMap((message) => message.deliveries);
      activity.noteUse(deliveries.flatMap(({ aliasId }) => (aliasId === undefined ? [] : [aliasId])));
    },
  };
}

/** The policy, with which aliases what is refused for good was for; what may come again is no refusal. */
function notingRefusals(
  policy: InboundDependencies['policy'],
  activity: AliasActivity,
): InboundDependencies['policy'] {
  return {
    ...policy,
    refusals: {
      note: (refusal) => {
        policy.refusals.note(refusal);
        if (refusal.aliasId !== undefined && refusal.code >= 500) activity.noteRefusal(refusal.aliasId);
      },
    },
  };
}

/** By the words of the ready line; what does not listen is left out. */
function addressesOf(host: string, ports: InboundPorts): Readonly<Record<string, string>> {
  const { port: smtp, submissionPort: submission, submissionsPort: submissions } = ports;
  const open = Object.entries({ smtp, submission, submissions }).filter(([, port]) => port !== undefined);
  return Object.fromEntries(open.map(([name, port]) => [name, `${host}:${port}`]));
}
