import type { DeliveryOutcome } from '../../queue/index.ts';

/** What a step found: the next step's state, or how the attempt ends. */
export type StepResult<State> =
  | { readonly kind: 'continue'; readonly state: State }
  | { readonly kind: 'outcome'; readonly outcome: DeliveryOutcome };

/** One step of an attempt. It adds to the state it is given and acts on nothing but its own dependencies. */
export type Step<In, Out> = (state: In, signal: AbortSignal) => Promise<StepResult<Out>>;

/** Steps in order; the first outcome ends them. */
export interface Steps<In, Out> {
  next<More>(name: string, step: Step<Out, More>): Steps<In, More>;
  /** Rejects with {@link StepFailure} for whatever a step did not expect. */
  readonly run: Step<In, Out>;
}

/** Something that a step did not expect; the cause is the error itself. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly step: string;

  constructor(step: string, cause: unknown) {
    super(`step ${step} failed`, { cause });
    this.step = step;
  }
}

/** A list of steps that begins with this one. The name is the `stage` of what goes wrong in it unexpectedly. */
export function beginWith<In, Out>(name: string, step: Step<In, Out>): Steps<In, Out> {
  return stepsOf(named(name, step));
}

/** Hands the state to the next step. */
export function continueWith<State>(state: State): StepResult<State> {
  return { kind: 'continue', state };
}

/** Ends the attempt for now, for a reason on our side. */
export function deferred(stage: string, explanation: string): StepResult<never> {
  return { kind: 'outcome', outcome: { kind: 'deferred', evidence: { stage, explanation, durationMs: 0 } } };
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
      // Expected: nothing. The name is added for whoever reads the log.
      throw new StepFailure(name, error);
    }
  };
}
