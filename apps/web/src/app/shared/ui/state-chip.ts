import { Component, computed, inject, input } from '@angular/core';
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
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

interface Look {
  readonly icon: IconNode;
  readonly colour: 'green' | 'blue' | 'amber' | 'violet' | 'red' | '';
  /** Where only the icon has a colour. */
  readonly iconColour?: string;
}

/** How each state looks. Words are `state.<name>`. */
const looks: Readonly<Record<string, Look>> = {
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
const unknown: Look = { icon: CircleDashed, colour: '' };

/** A state as an icon and a word, never as a colour alone. */
@Component({
  selector: 'app-state-chip',
  imports: [Icon],
  host: { class: 'inline-flex' },
  template: `<span class="chip {{ look().colour }}"
    ><app-icon [of]="look().icon" [size]="14" [class]="look().iconColour ?? ''" />{{ word() }}</span
  >`,
})
export class StateChip {
  /** A state as it is on the wire. */
  readonly of = input.required<string>();
  /** Another word than the state's. */
  readonly text = input<string>();
  readonly #words = inject(Words);
  protected readonly look = computed(() => looks[this.of()] ?? unknown);
  protected readonly word = computed(() => this.text() ?? this.#words.t(`state.${this.of()}`));
}
