import type { Answer } from '@smtpy/contract/web';
import type { Phrase } from './phrase.ts';

/** A message with everything known of it. */
export type Message = Answer<'getMessage'>;
/** One of its deliveries. */
export type MessageDelivery = Message['deliveries'][number];
/** A line of its timeline. */
export type TimelineEntry = Message['timeline'][number];

/** What a line says: a sentence, the words of others as they are, and what a failure means. */
export interface Told {
  readonly sentence: Phrase;
  /** What a remote server or the program itself wrote, in its language. */
  readonly quote?: string | undefined;
  readonly meaning?: Phrase | undefined;
}

/** What a line is told of. */
export interface LineContext {
  readonly entry: TimelineEntry;
  readonly data: Readonly<Record<string, unknown>>;
  readonly message: Message;
  readonly delivery: MessageDelivery | undefined;
}
