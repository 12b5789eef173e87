import { systemActor } from '../audit/index.ts';
import type { Tx } from '../db/index.ts';
import type { PauseDependencies } from './dependencies.ts';
import { factsOf, hostOfWebhook, subjectOf } from './facts-of-webhook.ts';
import { pausedLetter } from './letters.ts';
import { pauseWebhook } from './store.ts';

/** Why a webhook is paused by the program. */
export interface PauseWish {
  readonly webhookId: string;
  readonly reason: 'failing' | 'gone';
  /** The last error, in words. */
  readonly error: string | undefined;
}

/** Pauses a webhook that is not paused yet, and tells its organization: a notice, a mail to each owner, an entry in the log. */
export async function pauseForFailure(
  tx: Tx,
  dependencies: PauseDependencies,
  { webhookId, reason, error }: PauseWish,
): Promise<void> {
  const webhook = await pauseWebhook(tx, { webhookId, reason });
  if (webhook === undefined) return;
  const { organizationId } = webhook;
  const owners = await dependencies.accounts.ownerAddresses(organizationId);
  const letter = pausedLetter(webhook, { reason, error, publicUrl: dependencies.publicUrl });
  for (const headerTo of owners)
    await dependencies.serviceMail.send(tx, { headerTo, organizationId, letter });
  await dependencies.notices.record(tx, {
    organizationId,
    kind: 'webhook_paused',
    subjectId: webhookId,
    mailed: owners.length,
    facts: { host: hostOfWebhook(webhook), reason, error: error ?? null },
    at: dependencies.clock.now(),
  });
  await dependencies.audit.record(tx, {
    action: 'webhook.paused',
    actor: systemActor,
    organizationId,
    subject: subjectOf(webhook),
    after: { ...factsOf(webhook), reason },
  });
}
