import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  Clock,
  Hand,
  Hourglass,
  Pause,
  RotateCw,
  Send,
  ShieldAlert,
  TriangleAlert,
  type IconNode,
} from 'lucide';

/** How a state looks. */
export interface StateLook {
  readonly icon: IconNode;
  readonly colour: 'green' | 'blue' | 'amber' | 'violet' | 'red' | '';
  /** Where only the icon has a colour. */
  readonly iconColour?: string;
}

/** How each state looks. Words are `state.<name>`. */
const looks: Readonly<Record<string, StateLook>> = {
  delivered: { icon: CircleCheck, colour: 'green' },
  released: { icon: CircleCheck, colour: 'green' },
  queued: { icon: Clock, colour: 'blue' },
  sending: { icon: Send, colour: 'blue' },
  deferred: { icon: RotateCw, colour: 'amber' },
  held: { icon: Hand, colour: 'violet' },
  bounced: { icon: CircleX, colour: 'red' },
  expired: { icon: Hourglass, colour: 'red' },
  refused: { icon: Ban, colour: '', iconColour: 'text-red' },
  discarded: { icon: CircleSlash, colour: '' },
  cancelled: { icon: CircleSlash, colour: '' },
  active: { icon: CircleCheck, colour: 'green' },
  pending: { icon: CircleDashed, colour: 'amber' },
  degraded: { icon: TriangleAlert, colour: 'amber' },
  suspended: { icon: ShieldAlert, colour: 'red' },
  paused: { icon: Pause, colour: 'amber' },
  confirmed: { icon: CircleCheck, colour: 'green' },
  unconfirmed: { icon: CircleDashed, colour: 'amber' },
  failed: { icon: CircleX, colour: 'red' },
  expired_key: { icon: Hourglass, colour: 'red' },
  on: { icon: CircleCheck, colour: 'green' },
  off: { icon: CircleSlash, colour: '' },
};
const unknown: StateLook = { icon: CircleDashed, colour: '' };

/** The look of a state; of one that is not known here, a plain one. */
export function stateLook(state: string): StateLook {
  return (Object.hasOwn(looks, state) ? looks[state] : undefined) ?? unknown;
}
