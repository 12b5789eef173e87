import type { InboundPolicy } from '../policy/ports.ts';
import type { NewRefusal } from '../../refusals/index.ts';

/** A policy that lets everything through, with what tests change, and the refusals it was told of. */
export interface TestPolicy {
  readonly policy: InboundPolicy;
  readonly notes: readonly NewRefusal[];
}

/** Makes one. Nothing is limited, listed, greylisted or ruled. */
export function makePolicy(changes: Partial<InboundPolicy> = {}): TestPolicy {
  const notes: NewRefusal[] = [];
  return {
    notes,
    policy: {
      senders: { judge: () => Promise.resolve({ kind: 'none', mayBeAllowed: false }) },
      limits: { take: () => ({ kind: 'within' }) },
      greylist: undefined,
      dnsLists: undefined,
      contentCheck: undefined,
      rules: { find: () => Promise.resolve([]) },
      pins: { judge: () => Promise.resolve('empty'), learn: () => Promise.resolve() },
      aliases: {
        ensureFromCatchAll: () => Promise.resolve({ kind: 'not_possible' }),
        takeMessage: () => Promise.resolve(true),
        giveBack: () => Promise.resolve(),
      },
      mailboxes: { findConfirmed: () => Promise.resolve([]) },
      settings: { load: () => Promise.resolve({ privacyLevel: 'full' }) },
      refusals: { note: (refusal) => void notes.push(refusal) },
      ...changes,
    },
  };
}
