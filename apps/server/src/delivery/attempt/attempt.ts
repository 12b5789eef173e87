import type { Clock, Events } from '../../observe/index.ts';
import type { ClaimedDelivery, DeliveryOutcome, Queue } from '../../queue/index.ts';
import { adapt, type AdaptiveDependencies, type ForwardingWays } from './adaptive.ts';
import { chooseWay } from './choose-way.ts';
import { applyChanges } from './apply-changes.ts';
import { conclude } from './conclude.ts';
import { checkDestination, type Claimed, type DestinationLoaders } from './destination.ts';
import { editForward } from './edit-forward.ts';
import { editReply } from './edit-reply.ts';
import { encrypt, type MailboxKeyLoaders } from './encrypt.ts';
import { loadCorrespondents, type CorrespondentLoaders } from './load-correspondents.ts';
import type { ContactLoaders } from './contacts.ts';
import { loadIdentities } from './load-identities.ts';
import { loadSigner, type SignerLoaders } from './load-signer.ts';
import { openContent } from './open-content.ts';
import { loadPeople, type PeopleLoaders } from './people.ts';
import { seal } from './seal.ts';
import { send, type Transports } from './send.ts';
import { sign } from './sign.ts';
import { beginWith, StepFailure, type Step } from './step.ts';
import { transformNotice } from './transform-notice.ts';
import { transformPreserve } from './transform-preserve.ts';
import { transformReply, type ReplyTrace } from './transform-reply.ts';
import { transformRewrite, type MessageIds, type TransformKeys } from './transform-rewrite.ts';

/** What attempts look up. */
export interface AttemptLoaders
  extends
    DestinationLoaders,
    SignerLoaders,
    ContactLoaders,
    PeopleLoaders,
    CorrespondentLoaders,
    MailboxKeyLoaders {}

/** What attempts need. */
export interface AttemptDependencies
  extends AttemptLoaders, TransformKeys, MessageIds, ReplyTrace, Transports, AdaptiveDependencies {
  readonly queue: Pick<Queue, 'openContent'>;
  readonly events: Pick<Events, 'failed'>;
  readonly clock: Clock;
}

/** Makes one attempt at a leased delivery. Never rejects. When `signal` aborts, it ends soon, as deferred or better. */
export type Attempt = (delivery: ClaimedDelivery, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** Makes the function that attempts deliveries of every kind. */
export function createAttempt(dependencies: AttemptDependencies): Attempt {
  const stepsFor = chooseSteps(dependencies);
  return async (delivery, signal) => {
    const startedAtMs = performance.now();
    try {
      const result = await stepsFor(delivery)({ delivery }, signal);
      if (result.kind === 'outcome') return conclude(result.outcome);
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
      return conclude({ kind: 'deferred', evidence: { stage, explanation, durationMs } });
    }
  };
}

/** The steps of each kind of delivery, in their order. */
function chooseSteps(dependencies: AttemptDependencies) {
  const opened = beginWith('destination', checkDestination(dependencies))
    .next('content', openContent(dependencies.queue))
    .next('signer', loadSigner(dependencies));

  const forward: ForwardingWays = {
    rewrite: opened
      .next('identities', loadIdentities(dependencies))
      .next('people', loadPeople(dependencies))
      .next('transform', transformRewrite(dependencies))
      .next('body', editForward(dependencies))
      .next('changes', applyChanges(dependencies))
      .next('encrypt', encrypt(dependencies))
      .next('sign', sign(dependencies))
      .next('send', send(dependencies)).run,
    preserve: opened
      .next('transform', transformPreserve(dependencies))
      .next('seal', seal(dependencies))
      .next('send', send(dependencies)).run,
  };
  const adaptive = beginWith('adapt', adapt(forward, dependencies)).run;
  const forwarded = beginWith('key', chooseWay({ ...forward, adaptive }, dependencies)).run;

  const reply = opened
    .next('identities', loadCorrespondents(dependencies))
    .next('transform', transformReply(dependencies))
    .next('body', editReply(dependencies))
    .next('sign', sign(dependencies))
    .next('send', send(dependencies)).run;

  const notice = opened
    .next('transform', transformNotice(dependencies))
    .next('sign', sign(dependencies))
    .next('send', send(dependencies)).run;

  const stepsByKind = { forward: forwarded, reply, notice, probe: notice };
  return ({ kind }: ClaimedDelivery): Step<Claimed, never> => stepsByKind[kind];
}
