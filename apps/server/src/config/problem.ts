/** One fault of the configuration. */
export interface Problem {
  /** The environment variable. */
  readonly name: string;
  /** What was given, `***` for a secret; absent when nothing was. */
  readonly value: string | undefined;
  /** What is wrong, as a sentence without a full stop. */
  readonly reason: string;
  /** What to do about it, as whole sentences. */
  readonly hint: string;
}

/** Thrown by what cannot go on without a configuration; carries every fault. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(formatProblems(problems));
    this.problems = problems;
  }
}

/** All faults for people: one paragraph each. */
export function formatProblems(problems: readonly Problem[]): string {
  const title =
    problems.length === 1
      ? 'The configuration has a fault.'
      : `The configuration has ${String(problems.length)} faults.`;
  const paragraphs = problems.map(({ name, value, reason, hint }) => {
    const given = value === undefined ? name : `${name}=${value}`;
    return `  ${given}\n    ${reason}.\n    ${hint}`;
  });
  return [title, ...paragraphs].join('\n\n');
}
