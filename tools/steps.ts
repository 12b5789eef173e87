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

/** Runs one step with its output shown; resolves to its exit code. */
export function runStep(step: Step): Promise<number> {
  const [program, ...args] = step.command;
  const file = program.endsWith('.ts')
    ? path.join(root, program)
    : path.join(root, 'node_modules', '.bin', program);
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...step.env },
    });
    child.on('error', () => {
      resolve(1);
    });
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** Runs steps one after another, all of them even when one fails, and counts. */
export async function runSteps(
  steps: readonly Step[],
): Promise<{ readonly passed: number; readonly failed: number }> {
  let passed = 0;
  for (const step of steps) {
    const startedAt = Date.now();
    const code = await runStep(step);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✓' : '✗'} ${step.name} (${seconds} s)`);
    if (code === 0) passed += 1;
  }
  return { passed, failed: steps.length - passed };
}
