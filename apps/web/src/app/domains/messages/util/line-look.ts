import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  FilePen,
  Hand,
  Hourglass,
  Inbox,
  ListFilter,
  Mail,
  Pause,
  PenLine,
  Play,
  Plug,
  Reply,
  RotateCw,
  Send,
  ShieldCheck,
  Split,
  type IconNode,
} from 'lucide';
import type { TimelineTone } from '../../../shared/ui/timeline.ts';
import type { TimelineEntry } from './told.ts';

interface Look {
  readonly icon: IconNode;
  readonly tone: TimelineTone;
}

const looks: Readonly<Record<string, Look>> = {
  written: { icon: PenLine, tone: 'plain' },
  connected: { icon: Plug, tone: 'plain' },
  authenticated: { icon: ShieldCheck, tone: 'plain' },
  matched: { icon: Split, tone: 'plain' },
  policy: { icon: ListFilter, tone: 'plain' },
  accepted: { icon: Inbox, tone: 'plain' },
  refused: { icon: Ban, tone: 'red' },
  held: { icon: Hand, tone: 'violet' },
  confirmed: { icon: CircleCheck, tone: 'green' },
  attempt: { icon: Send, tone: 'plain' },
  changed: { icon: FilePen, tone: 'plain' },
  delivered: { icon: CircleCheck, tone: 'green' },
  deferred: { icon: RotateCw, tone: 'amber' },
  recovered: { icon: RotateCw, tone: 'amber' },
  bounced: { icon: CircleX, tone: 'red' },
  expired: { icon: Hourglass, tone: 'red' },
  discarded: { icon: CircleSlash, tone: 'quiet' },
  cancelled: { icon: CircleSlash, tone: 'quiet' },
  retried: { icon: RotateCw, tone: 'plain' },
  reported: { icon: Reply, tone: 'amber' },
  owner_told: { icon: Mail, tone: 'plain' },
  sender_told: { icon: Mail, tone: 'plain' },
  sender_not_told: { icon: Mail, tone: 'quiet' },
  mailbox_paused: { icon: Pause, tone: 'amber' },
  mailbox_resumed: { icon: Play, tone: 'green' },
};
const unknown: Look = { icon: CircleDashed, tone: 'plain' };

/** Outcomes of the policy that kept a message from somebody. */
const stopped: ReadonlySet<string> = new Set([
  'alias_disabled',
  'alias_expired',
  'blocked',
  'listed',
  'quarantined',
  'fail',
  'other',
  'spam',
  'failed',
]);

/** The icon of a line and its colour. */
export function lookOf({ kind, data }: TimelineEntry): Look {
  const look = (Object.hasOwn(looks, kind) ? looks[kind] : undefined) ?? unknown;
  const isStopped = kind === 'policy' && typeof data['outcome'] === 'string' && stopped.has(data['outcome']);
  return isStopped ? { ...look, tone: 'amber' } : look;
}
