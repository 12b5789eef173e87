import type { ItemOf } from '../../../shared/data/paged.ts';

/** A notice as the server gives it. */
export type Notice = ItemOf<'listNotices'>;

/** How serious a notice is. */
export type NoticeTone = 'bad' | 'warning' | 'waiting' | 'good';

const tones: Readonly<Record<string, NoticeTone>> = {
  forward_failed: 'bad',
  reply_failed: 'bad',
  domain_lost: 'bad',
  mailbox_refused: 'bad',
  forward_delayed: 'warning',
  reply_delayed: 'warning',
  mailbox_paused: 'warning',
  domain_degraded: 'warning',
  webhook_paused: 'warning',
  quota_reached: 'warning',
  reply_held: 'waiting',
  mail_held: 'waiting',
  other_sender: 'waiting',
  mailbox_resumed: 'good',
  mailbox_confirmed: 'good',
  domain_activated: 'good',
  domain_recovered: 'good',
};

/** How serious it is; of a kind that is not known here: a warning. */
export function toneOf({ kind }: Pick<Notice, 'kind'>): NoticeTone {
  return tones[kind] ?? 'warning';
}

/** Where what it is about is shown; undefined where that is gone, or has no page. */
export function pathOf({ kind, subject }: Pick<Notice, 'kind' | 'subject'>): string | undefined {
  if (subject === null) return undefined;
  switch (subject.kind) {
    case 'mailbox':
      return `/mailboxes/${subject.id}`;
    case 'alias':
      return `/aliases/${subject.id}`;
    case 'domain':
      return `/domains/${subject.id}`;
    case 'message':
      return kind === 'mail_held' ? '/quarantine' : `/messages/${subject.id}`;
    case 'delivery':
      return '/messages?state=problem';
    case 'webhook':
      return '/developers';
    case 'organization':
      return '/settings';
  }
}
