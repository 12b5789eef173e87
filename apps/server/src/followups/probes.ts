import { buildLetter } from './own-mail.ts';
import type { FollowupDependencies } from './dependencies.ts';
import { probeLetter } from './letters/index.ts';

/** More in one run would make a burst out of an outage; the next run is a minute later. */
const maxProbesPerRun = 100;

/** Sends a probe to every paused mailbox whose time has come. Gives how many were sent. */
export async function sendDueProbes(
  dependencies: Pick<FollowupDependencies, 'db' | 'clock' | 'queue' | 'domains' | 'pauses' | 'config'>,
): Promise<number> {
  let sent = 0;
  for (let run = 0; run < maxProbesPerRun; run += 1) {
    const result = await sendNextProbe(dependencies);
    if (result === 'none_due') break;
    if (result === 'sent') sent += 1;
  }
  return sent;
}

async function sendNextProbe({
  db,
  clock,
  queue,
  domains,
  pauses,
  config: { hostname },
}: Parameters<typeof sendDueProbes>[0]): Promise<'sent' | 'no_domain' | 'none_due'> {
  return db.transaction(async (tx) => {
    const mailbox = await pauses.takeDueProbe(tx);
    if (mailbox === undefined) return 'none_due';
    const { id: mailboxId, address, organizationId } = mailbox;
    // Any domain of the organization will do: what is asked is whether the mailbox exists.
    const domain = (await domains.listDomains(organizationId)).find(
      ({ state }) => state === 'active' || state === 'degraded',
    );
    if (domain === undefined) {
      await pauses.probeFailed(tx, mailboxId);
      return 'no_domain';
    }
    const letter = probeLetter(address);
    const mail = buildLetter({
      kind: 'probe',
      mailboxId,
      organizationId,
      domain: domain.name,
      headerTo: address,
      letter,
      hostname,
      at: clock.now(),
    });
    await queue.enqueueIn(tx, mail.acceptance);
    return 'sent';
  });
}
