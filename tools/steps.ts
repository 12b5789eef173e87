import { spawn } from 'node:child_process';
import path from 'node:path';

/** The root of the repository. */
export const root = path.resolve(import.meta.dirname, '..');

/** A program to run to its end: a tool of `node_modules/.bin`, or a `.ts` file of this repository. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** How a step ended. */
interface StepEnd {
  readonly code: number;
  /** What it wrote, where that was kept. */
  readonly output: string;
}

/** Runs one step with its output shown; resolves to its exit code. */
export async function runStep(step: Step): Promise<number> {
  return (await run(step, 'shown')).code;
}

function run(step: Step, output: 'shown' | 'kept'): Promise<StepEnd> {
  const [program, ...args] = step.command;
  const file = program.endsWith('.ts')
    ? path.join(root, program)
    : path.join(root, 'node_modules', '.bin', program);
  return new Promise((resolve) => {
    const channel = output === 'shown' ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      stdio: ['ignore', channel, channel],
      env: { ...process.env, ...step.env },
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = (code: number | null): void => {
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
    };
    child.on('error', () => end(1));
    child.on('close', end);
  });
}

/** Tools that use one core each, on machines that have two at least. */
const stepsAtOnce = 2;

/** Runs steps, two at a time, all of them even when one fails, and counts. What one writes is shown when it has ended. */
export async function runSteps(
  steps: readonly Step[],
): Promise<{ readonly passed: number; readonly failed: number; readonly failures: readonly string[] }> {
  const waiting = [...steps];
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const startedAt = Date.now();
      const { code, output } = await run(step, 'kept');
      process.stdout.write(output);
      const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
      if (code !== 0) failures.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: stepsAtOnce }, work));
  return { passed: steps.length - failures.length, failed: failures.length, failures };
}
