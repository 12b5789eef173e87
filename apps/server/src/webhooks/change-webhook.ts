import { differenceOf } from '../audit/index.ts';
import type { Tx } from '../db/index.ts';
import { notifySenders } from './delivery-store.ts';
import type { WebhooksDependencies } from './dependencies.ts';
import { factsOf, findFault, subjectOf } from './facts-of-webhook.ts';
import { findWebhook, lockWebhook, pauseWebhook, resumeWebhook, updateWebhook } from './store.ts';
import type { ChangeWebhook, ChangeWebhookResult, Webhook } from './webhook.ts';

/** Changes, pauses or resumes a webhook; what stays as it is leaves no entry in the log. */
export function changeWebhook(
  { db, audit, allowsAddress }: WebhooksDependencies,
  { actor, change, ...reference }: ChangeWebhook,
): Promise<ChangeWebhookResult> {
  const { organizationId } = reference;
  return db.transaction(async (tx): Promise<ChangeWebhookResult> => {
    const before = await lockWebhook(tx, reference);
    if (before === undefined) return { kind: 'unknown' };
    const fault = await findFault(tx, { organizationId, choice: change, allowsAddress });
    if (fault !== undefined) return fault;
    const { isEnabled, ...choice } = change;
    const url = change.url === undefined ? before.url : new URL(change.url).href;
    await updateWebhook(tx, { ...before, ...choice, url });
    await setEnabled(tx, before, isEnabled);
    const webhook = await findWebhook(tx, reference);
    if (webhook === undefined) throw new Error('a webhook that is locked is not there');
    const difference = differenceOf(...tellUrl(before, webhook));
    if (difference !== undefined)
      await audit.record(tx, {
        action: 'webhook.changed',
        actor,
        organizationId,
        subject: subjectOf(webhook),
        ...difference,
      });
    return { kind: 'changed', webhook };
  });
}

async function setEnabled(tx: Tx, before: Webhook, isEnabled: boolean | undefined): Promise<void> {
  if (isEnabled === undefined || isEnabled === (before.pause === undefined)) return;
  if (!isEnabled) await pauseWebhook(tx, { webhookId: before.id, reason: 'by_hand' });
  else {
    await resumeWebhook(tx, before.id);
    await notifySenders(tx);
  }
}

/** The facts of both; that the path of the URL is another one is told without the path. */
function tellUrl(before: Webhook, after: Webhook): Parameters<typeof differenceOf> {
  const path = before.url === after.url ? {} : { path: 'another one' };
  return [factsOf(before), { ...factsOf(after), ...path }];
}
