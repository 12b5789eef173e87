/** What a finished program left. */
export interface ProgramResult {
  /** Exit code; `null` when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program and the world it starts in. */
export interface Program {
  /** The file Node runs. */
  readonly file: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}
