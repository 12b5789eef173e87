import { facts, formatInstant, paragraph, type Letter } from '../followups/index.ts';
import { hostOfWebhook } from './facts-of-webhook.ts';
import type { Webhook } from './webhook.ts';

/** To the owners of an organization whose webhook is paused. The URL may hold what gives access to it: the mail names its host. */
export function pausedLetter(
  webhook: Webhook,
  {
    reason,
    error,
    publicUrl,
  }: { readonly reason: 'failing' | 'gone'; readonly error: string | undefined; readonly publicUrl: string },
): Letter {
  const host = hostOfWebhook(webhook);
  const why =
    reason === 'gone'
      ? `The receiver at ${host} answered that it wants nothing any more, so the webhook is paused.`
      : `For three days nothing reached the receiver at ${host}, so the webhook is paused.`;
  return {
    subject: `The webhook to ${host} is paused`,
    blocks: [
      paragraph(why),
      facts([
        ['Webhook', webhook.id],
        ['Description', webhook.description === '' ? undefined : webhook.description],
        ['Last error', error],
        ['Failing since', webhook.failingSince && formatInstant(webhook.failingSince)],
        ['Server', new URL(publicUrl).host],
      ]),
      paragraph(
        'While it is paused, events are not kept for it. Resume it when the receiver works again; what waited when it was paused is sent then.',
      ),
    ],
  };
}
