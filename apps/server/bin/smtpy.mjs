#!/usr/bin/env node
// The `smtpy` command on any Node ≥ 20: runs the program here when this Node is new enough, else with the one that
// `npm start` has installed. Plain JavaScript, since an old Node cannot read the program's TypeScript.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findRuntime, oldestNode } from '../../../tools/runtime.mjs';

const program = new URL('start.mjs', import.meta.url);
const runtime = findRuntime();

if (runtime === process.execPath) {
  await import(program.href);
} else if (runtime === undefined) {
  console.error(
    `smtpy: Node ${oldestNode.join('.')} or newer is needed, and this is ${process.version}.\n` +
      'Run npm start (or npm test) once in the folder of SMTPy: it installs what is needed. Or install a newer Node.',
  );
  process.exitCode = 1;
} else {
  runWith(runtime);
}

/** Runs the program in a child with the same terminal, passes signals on, and ends as it ends. */
function runWith(node) {
  const child = spawn(node, [fileURLToPath(program), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('error', (error) => {
    console.error(`smtpy: ${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
