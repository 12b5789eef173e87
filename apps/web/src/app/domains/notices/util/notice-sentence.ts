import type { Notice } from './notice.ts';

/** How words are found: by key, with what stands in the braces; and whether there are some for a key. */
export interface Dictionary {
  readonly t: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  has(key: string): boolean;
}

/** Kinds whose sentence needs a name; without one the sentence of the server stands. */
const needs: Readonly<Record<string, readonly (keyof Notice['data'])[]>> = {
  forward_failed: ['address'],
  forward_delayed: ['address'],
  other_sender: ['address', 'sender_domain'],
  mailbox_paused: ['address'],
  mailbox_resumed: ['address'],
  mailbox_confirmed: ['address'],
  mailbox_refused: ['address'],
  domain_activated: ['domain'],
  domain_degraded: ['domain'],
  domain_recovered: ['domain'],
  domain_lost: ['domain'],
  webhook_paused: ['host'],
  quota_reached: ['quota', 'percent'],
};

/**
 * What a notice says, in the language of the dictionary. Undefined where it cannot be said in it: the kind is newer than these pages, or a name is
 * missing; then the text of the server is shown, which is English.
 */
export function noticeSentence(
  { kind, data }: Pick<Notice, 'kind' | 'data'>,
  words: Dictionary,
): string | undefined {
  if ((needs[kind] ?? []).some((name) => data[name] === undefined)) return undefined;
  const key = `notices.kind.${kind}${data.cause === 'by_hand' ? '_by_hand' : ''}`;
  if (!words.has(key)) return undefined;
  return words.t(key, { ...data, quota: quotaWord(data.quota, words), because: reasonWord(data, words) });
}

/** `: the mailbox is full`, or nothing. */
function reasonWord(data: Notice['data'], { t, has }: Dictionary): string {
  const keys = [
    data.failure_class === undefined ? undefined : `notices.failure.${data.failure_class}`,
    data.reason === undefined ? undefined : `notices.hold.${data.reason}`,
  ];
  const key = keys.find((each) => each !== undefined && has(each));
  return key === undefined ? '' : t('notices.because', { reason: t(key) });
}

function quotaWord(quota: string | undefined, { t, has }: Dictionary): string {
  const key = `notices.quota.${quota ?? ''}`;
  return has(key) ? t(key) : (quota ?? '');
}
