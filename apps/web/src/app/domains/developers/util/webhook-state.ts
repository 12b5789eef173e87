/** What of a webhook says how it is. */
export interface WebhookCondition {
  readonly is_enabled: boolean;
  readonly pause_reason: 'by_hand' | 'failing' | 'gone' | null;
  readonly failing_since: string | null;
}

/** How it is, in one word: `failing` is told of events, and takes none of them at present. */
export type WebhookState = 'active' | 'failing' | 'paused' | 'paused_failing' | 'paused_gone';

/** Reads the state of a webhook. */
export function stateOfWebhook(webhook: WebhookCondition): WebhookState {
  if (webhook.is_enabled) return webhook.failing_since === null ? 'active' : 'failing';
  if (webhook.pause_reason === 'failing') return 'paused_failing';
  return webhook.pause_reason === 'gone' ? 'paused_gone' : 'paused';
}

/** What was sent, laid out for reading; as it is where that is no JSON. */
export function layOutJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Expected: receivers answer with whatever they like.
    return text;
  }
}
