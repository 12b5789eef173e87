import { parseHeaderBlock, type HeaderBlock } from '@smtpy/mail';
import type { ClaimedDelivery, OpenedContent, Queue } from '../../queue/index.ts';
import { continueWith, type Step } from './step.ts';

/** What an attempt begins with. */
export interface Claimed {
  readonly delivery: ClaimedDelivery;
}

/** With the stored content. */
export interface Opened extends Claimed {
  readonly content: OpenedContent;
  /** The header block as received. */
  readonly header: HeaderBlock;
}

/** Reads the header block; the body stays where it is until it is sent. */
export function openContent({ openContent: open }: Pick<Queue, 'openContent'>): Step<Claimed, Opened> {
  return async ({ delivery }) => {
    const content = await open(delivery.contentId);
    return continueWith({ delivery, content, header: parseHeaderBlock(await content.header()) });
  };
}
