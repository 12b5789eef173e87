/** The first steps, in their order. */
export const steps = ['domain', 'mailbox', 'alias', 'test'] as const;
/** One of {@link steps}. */
export type Step = (typeof steps)[number];

/** How far a step is; `waiting`: somebody or something else has to answer. */
export type StepState = 'open' | 'waiting' | 'done';

/** What the steps are told from: what the organization has. */
export interface WelcomeFacts {
  /** Domains on which aliases can be made now. */
  readonly usableDomains: number;
  /** Own domains whose records are waited for. */
  readonly pendingDomains: number;
  readonly confirmedMailboxes: number;
  readonly pendingMailboxes: number;
  readonly aliases: number;
  /** To the newest alias. */
  readonly messages: number;
}

/** How far each step is. Nothing else is remembered, so that it is right on every device and after loading anew. */
export function progressOf(facts: WelcomeFacts): Readonly<Record<Step, StepState>> {
  const state = (done: number, waiting: number): StepState =>
    done > 0 ? 'done' : waiting > 0 ? 'waiting' : 'open';
  return {
    domain: state(facts.usableDomains, facts.pendingDomains),
    mailbox: state(facts.confirmedMailboxes, facts.pendingMailboxes),
    alias: state(facts.aliases, 0),
    test: state(facts.messages, 0),
  };
}

/**
 * The step that is shown: the one that was wished for; else the first with something to do; else the first that waits. Undefined: all are done.
 */
export function shownStep(
  progress: Readonly<Record<Step, StepState>>,
  wished: string | undefined,
): Step | undefined {
  return (
    steps.find((step) => step === wished) ??
    steps.find((step) => progress[step] === 'open' && isPossible(progress, step)) ??
    steps.find((step) => progress[step] !== 'done')
  );
}

/** An alias needs its domain, and a test its alias; a mailbox needs nothing. */
function isPossible(progress: Readonly<Record<Step, StepState>>, step: Step): boolean {
  if (step === 'alias') return progress.domain === 'done';
  return step !== 'test' || progress.alias === 'done';
}

/** Where skipping a step leads: the next that is not done; undefined: there is none. */
export function stepAfter(progress: Readonly<Record<Step, StepState>>, step: Step): Step | undefined {
  return steps.slice(steps.indexOf(step) + 1).find((later) => progress[later] !== 'done');
}
