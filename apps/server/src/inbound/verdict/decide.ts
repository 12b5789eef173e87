import type { Arrival } from './arrival.ts';
import type { Step, StepContext, StepResult } from './step.ts';

/** Asks the steps in their order; the first refusal stands. Unlike the steps it may be given a list, so that tests can. */
export async function decide(
  arrival: Arrival,
  { steps, context }: { readonly steps: readonly Step[]; readonly context: StepContext },
): Promise<StepResult> {
  let result: StepResult = { kind: 'continue', arrival };
  for (const step of steps) {
    result = await step(result.arrival, context);
    if (result.kind === 'refuse') return result;
  }
  return result;
}
