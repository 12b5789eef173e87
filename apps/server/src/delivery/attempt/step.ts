import type { FailureFacts } from '@smtpy/mail';
import type { QuarantineReason } from '../../queue/index.ts';
import type { SendOutcome } from '../transport.ts';

/** What a step found: the next step's state, or how the attempt ends. */
export type StepResult<State> =
  | { readonly kind: 'continue'; readonly state: State }
  | { readonly kind: 'outcome'; readonly outcome: SendOutcome };

/** One step of an attempt. It adds to the state it is given and acts on nothing but its own dependencies. */
export type Step<In, Out> = (state: In, signal: AbortSignal) => Promise<StepResult<Out>>;

/** Steps in order; the first outcome ends them. */
export interface Steps<In, Out> {
  next<More>(name: string, step: Step<Out, More>): Steps<In, More>;
  readonly run: Step<In, Out>;
}

/** A step that failed in a way nobody expects; `cause` has the reason. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super(`the step ${step} failed`, { cause });
    this.step = step;
  }
}

/** The first of a list of steps. */
export function beginWith<In, Out>(name: string, step: Step<In, Out>): Steps<In, Out> {
  return stepsOf(named(name, step));
}

/** Hands the state to the next step. */
export function continueWith<State>(state: State): StepResult<State> {
  return { kind: 'continue', state };
}

/** Ends the attempt for now, for a reason on our side. */
export function deferred(stage: string, explanation: string, failure?: FailureFacts): StepResult<never> {
  return endWith('deferred', { stage, explanation, failure });
}

/** Ends the delivery, for a reason on our side. */
export function bounced(stage: string, explanation: string, failure: FailureFacts): StepResult<never> {
  return endWith('bounced', { stage, explanation, failure });
}

/** Sends nothing and leaves the delivery to a person. */
export function held(
  stage: string,
  { holdReason, explanation }: { readonly holdReason: QuarantineReason; readonly explanation: string },
): StepResult<never> {
  return {
    kind: 'outcome',
    outcome: { kind: 'held', holdReason, evidence: { stage, explanation, durationMs: 0 } },
  };
}

function endWith(
  kind: 'deferred' | 'bounced',
  {
    failure,
    ...reason
  }: { readonly stage: string; readonly explanation: string; readonly failure: FailureFacts | undefined },
): StepResult<never> {
  return {
    kind: 'outcome',
    outcome: { kind, evidence: { ...reason, ...(failure && { failure }), durationMs: 0 } },
  };
}

function stepsOf<In, Out>(run: Step<In, Out>): Steps<In, Out> {
  return {
    run,
    next: (name, step) => {
      const following = named(name, step);
      return stepsOf(async (state, signal) => {
        const result = await run(state, signal);
        return result.kind === 'outcome' ? result : following(result.state, signal);
      });
    },
  };
}

function named<In, Out>(name: string, step: Step<In, Out>): Step<In, Out> {
  return async (state, signal) => {
    try {
      return await step(state, signal);
    } catch (error) {
      // Expected: nothing. The name is added for whoever reads the log; a list inside a step has named its own.
      throw error instanceof StepFailure ? error : new StepFailure(name, error);
    }
  };
}
