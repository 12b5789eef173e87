import type { Tx } from '../db/index.ts';
import { recordEvent, type NoteType } from '../queue/index.ts';
import type { FollowupDependencies } from './dependencies.ts';
import type { FollowupFacts } from './facts.ts';
import type { BuiltMail, OwnMail } from './own-mail.ts';

/** Where an action is done. */
export interface Execution {
  readonly tx: Tx;
  readonly facts: FollowupFacts;
  readonly dependencies: FollowupDependencies;
}

/** Puts a fact on the timeline of the message. */
export async function note(
  { tx, facts: { delivery } }: Execution,
  type: NoteType,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { organizationId, messageId, id: deliveryId, aliasId } = delivery;
  await recordEvent(tx, { type, organizationId, messageId, deliveryId, aliasId, data });
}

/** What all mails of a followup have in common. */
export function commonOf({
  facts: { delivery, aliasAddress },
  dependencies: { config, clock },
}: Execution): Pick<OwnMail, 'organizationId' | 'domain' | 'hostname' | 'at'> {
  return {
    organizationId: delivery.organizationId,
    domain: aliasAddress.domain,
    hostname: config.hostname,
    at: clock.now(),
  };
}

/** Puts a mail into the queue; gives the id of its message. */
export async function enqueue(
  { tx, dependencies }: Execution,
  { messageId, acceptance }: BuiltMail,
): Promise<string> {
  await dependencies.queue.enqueueIn(tx, acceptance);
  return messageId;
}
