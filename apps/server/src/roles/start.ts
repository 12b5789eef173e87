import type { SupervisorOptions } from './supervisor.ts';

export type { SupervisorOptions };

/**
 * Runs the program on this machine; see `supervisor.ts`, which is loaded here because neither workers nor other commands
 * need it.
 */
export async function supervise(options: SupervisorOptions): Promise<void> {
  const supervisor = await import('./supervisor.ts');
  await supervisor.supervise(options);
}
