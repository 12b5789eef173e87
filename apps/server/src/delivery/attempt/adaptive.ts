import type { Events } from '../../observe/index.ts';
import type { ClaimedDelivery } from '../../queue/index.ts';
import { pairingOf, type LearnedRewrites } from '../learned/index.ts';
import type { SendOutcome } from '../transport.ts';
import { classify } from './conclude.ts';
import type { Claimed } from './destination.ts';
import type { Step, StepResult } from './step.ts';

/** What choosing needs. */
export interface AdaptiveDependencies {
  readonly learned: LearnedRewrites;
  readonly events: Pick<Events, 'failed'>;
}

/** The two ways that a forward can leave, each with all its steps. */
export interface ForwardingWays {
  readonly preserve: Step<Claimed, never>;
  readonly rewrite: Step<Claimed, never>;
}

/**
 * Unchanged first, unless the destination is known to refuse that. When it refuses mail that the author's domain vouched for, because it
 * cannot see that any more, the same message leaves once more at once as our own, and the destination is remembered.
 */
export function adapt(ways: ForwardingWays, dependencies: AdaptiveDependencies): Step<Claimed, never> {
  return async (state, signal) => {
    const pairing = pairingOf(state.delivery);
    if (pairing !== undefined && (await dependencies.learned.isLearned(pairing)))
      return ways.rewrite(state, signal);
    const first = await ways.preserve(state, signal);
    if (first.kind !== 'outcome' || !isAuthenticationRefusal(first.outcome, state.delivery)) return first;
    await remember(state.delivery, dependencies);
    // Broken off meanwhile: what was learned serves the next attempt.
    if (signal.aborted) return deferredFor(first.outcome);
    return withRefusal(await ways.rewrite(state, signal), first.outcome);
  };
}

/**
 * Whether the host refused the message as one whose author cannot be verified, although he could be when it came to us. Never where
 * the host may have the message all the same.
 */
function isAuthenticationRefusal(
  { kind, evidence, mayHaveArrived }: SendOutcome,
  { authentication }: Pick<ClaimedDelivery, 'authentication'>,
): boolean {
  if (kind === 'delivered' || mayHaveArrived === true || evidence.reply === undefined) return false;
  return authentication.dmarc.result === 'pass' && classify(evidence).cause === 'authentication';
}

async function remember(delivery: ClaimedDelivery, { learned, events }: AdaptiveDependencies): Promise<void> {
  const pairing = pairingOf(delivery);
  if (pairing === undefined) return;
  try {
    await learned.remember(pairing);
  } catch (error) {
    // Expected: the database is gone for a while. This message need not wait for it; the next one is refused once more.
    events.failed('learn a rewrite', error, { deliveryId: delivery.id });
  }
}

function deferredFor({ evidence }: SendOutcome): StepResult<never> {
  return { kind: 'outcome', outcome: { kind: 'deferred', evidence } };
}

/** The timeline tells of both tries: how the second ended, and what the first was told. */
function withRefusal(second: StepResult<never>, { evidence: refused }: SendOutcome): StepResult<never> {
  if (second.kind !== 'outcome' || refused.reply === undefined) return second;
  const { host, reply } = refused;
  const refusedAsPreserve = { ...(host !== undefined && { host }), reply };
  const { outcome } = second;
  return { kind: 'outcome', outcome: { ...outcome, evidence: { ...outcome.evidence, refusedAsPreserve } } };
}
