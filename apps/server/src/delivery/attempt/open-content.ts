import { parseHeaderBlock, type HeaderBlock } from '@smtpy/mail';
import type { OpenedContent, Queue } from '../../queue/index.ts';
import type { Directed } from './destination.ts';
import { continueWith, type Step } from './step.ts';

/** With the stored content. */
export interface Opened extends Directed {
  readonly content: OpenedContent;
  /** The header block as received. */
  readonly header: HeaderBlock;
}

/** Reads the header block; the body stays where it is until it is sent. */
export function openContent({ openContent: open }: Pick<Queue, 'openContent'>): Step<Directed, Opened> {
  return async (state) => {
    const content = await open(state.delivery.contentId);
    return continueWith({ ...state, content, header: parseHeaderBlock(await content.header()) });
  };
}
