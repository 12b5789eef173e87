import { inject, Injectable } from '@angular/core';
import { Session } from '../../../shared/data/session.ts';
import type { TimelineLine } from '../../../shared/ui/timeline.ts';
import { Words } from '../../../shared/util/words.ts';
import { lookOf } from '../util/line-look.ts';
import { labelOf, tellLine } from '../util/line-words.ts';
import { remediesOf, type Remedy } from '../util/remedies.ts';
import type { Message, TimelineEntry } from '../util/told.ts';
import { Sayer } from './sayer.ts';

/** Makes the lines of a timeline out of what the server tells, in the language of the pages. */
@Injectable({ providedIn: 'root' })
export class TimelineLines {
  readonly #sayer = inject(Sayer);
  readonly #session = inject(Session);
  readonly #t = inject(Words).t;

  /** The lines of one delivery; null: those of the message as a whole. */
  linesOf(message: Message, deliveryId: string | null): readonly TimelineLine[] {
    return message.timeline.flatMap((entry, index) =>
      entry.delivery_id === deliveryId ? [this.#lineOf(entry, message, index)] : [],
    );
  }

  #lineOf(entry: TimelineEntry, message: Message, index: number): TimelineLine {
    const told = tellLine(entry, message);
    const sentence = told === undefined ? undefined : this.#sayer.say(told.sentence);
    return {
      // Facts are never taken away, so their place names them.
      id: String(index),
      at: entry.at,
      ...lookOf(entry),
      label: this.#sayer.say(labelOf(entry)) ?? entry.label,
      // What has no words here is told in those of the server; they have all of it.
      sentence: sentence ?? entry.sentence,
      isEnglish: sentence === undefined,
      quote: sentence === undefined ? undefined : told?.quote,
      meaning: told?.meaning === undefined ? undefined : this.#sayer.say(told.meaning),
      facts: entry.data,
      actions: remediesOf(entry, message)
        .filter((remedy) => this.#isAllowed(remedy))
        .map((remedy) => ({ ...remedy, label: this.#t(`messages.action.${remedy.name}`) })),
    };
  }

  #isAllowed({ name, path }: Remedy): boolean {
    if (name === 'allow_sender')
      return this.#session.can('messages:write') && this.#session.can('rules:write');
    return path !== undefined || this.#session.can('messages:write');
  }
}
