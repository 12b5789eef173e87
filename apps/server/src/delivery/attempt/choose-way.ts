import type { ForwardingWays } from './adaptive.ts';
import { asksForChanges } from './apply-changes.ts';
import type { Claimed } from './destination.ts';
import { keyOf, type MailboxKeyLoaders } from './encrypt.ts';
import type { Step } from './step.ts';

/** The ways of all modes. */
export interface WaysByMode extends ForwardingWays {
  readonly adaptive: Step<Claimed, never>;
}

/**
 * The way that the mode of a forward says, but `rewrite` for what rules change and what must be encrypted: what is promised of
 * `preserve` is a body as it came, and nobody could verify the author's signature.
 */
export function chooseWay(ways: WaysByMode, loaders: MailboxKeyLoaders): Step<Claimed, never> {
  return async (state, signal) => {
    const { delivery } = state;
    const isRewritten = asksForChanges(delivery) || (await keyOf(delivery, loaders)) !== undefined;
    const way = ways[isRewritten ? 'rewrite' : delivery.mode];
    return way(state, signal);
  };
}
