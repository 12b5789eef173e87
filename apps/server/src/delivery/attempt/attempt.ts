import type { Clock, Events } from '../../observe/index.ts';
import type { ClaimedDelivery, DeliveryOutcome, Queue } from '../../queue/index.ts';
import type { Transport } from '../transport.ts';
import { loadIdentities, type IdentityLoaders } from './load-identities.ts';
import { openContent } from './open-content.ts';
import { send } from './send.ts';
import { sign } from './sign.ts';
import { beginWith, StepFailure } from './step.ts';
import { transform, type TransformKeys } from './transform.ts';

/** What attempts need. */
export interface AttemptDependencies extends IdentityLoaders, TransformKeys {
  readonly queue: Pick<Queue, 'openContent'>;
  readonly transport: Pick<Transport, 'send'>;
  readonly events: Pick<Events, 'failed'>;
  readonly clock: Clock;
}

/** Makes one attempt at a leased delivery. Never rejects. When `signal` aborts, it ends soon, as deferred or better. */
export type Attempt = (delivery: ClaimedDelivery, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** The attempt: these steps, in this order. */
export function createAttempt(dependencies: AttemptDependencies): Attempt {
  const steps = beginWith('content', openContent(dependencies.queue))
    .next('identities', loadIdentities(dependencies))
    .next('transform', transform(dependencies))
    .next('sign', sign(dependencies))
    .next('send', send(dependencies));

  return async (delivery, signal) => {
    const startedAtMs = performance.now();
    try {
      const result = await steps.run({ delivery }, signal);
      if (result.kind === 'outcome') return result.outcome;
      throw new StepFailure('send', 'the last step gave no outcome');
    } catch (error) {
      // The boundary of a queue item: whatever is not expected is temporary, told in full to the log alone.
      const stage = error instanceof StepFailure ? error.step : 'attempt';
      dependencies.events.failed('attempt', error, {
        deliveryId: delivery.id,
        messageId: delivery.messageId,
        stage,
      });
      const durationMs = Math.round(performance.now() - startedAtMs);
      const explanation = 'something unexpected happened on our side; it is tried again';
      return { kind: 'deferred', evidence: { stage, explanation, durationMs } };
    }
  };
}
