/**
 * Purpose: the commands of the program and the frame that runs them: arguments, help, output, exit codes.
 *
 * Guarantees: standard output carries nothing but what was asked for, and with `--json` one JSON value; exit codes are 0, 1
 * (refused or failed) and 2 (wrong usage or configuration); a command works whether or not `serve` runs.
 *
 * Fails with: text on standard error that says what was wrong and what to do; with `--json` as `{"error": {…}}`.
 *
 * Security: whoever may run a command on the data folder or the database is the operator; no further check is made.
 *
 * Not here: `process`, which `main.ts` alone touches.
 */
export { defineCommand, type Arguments, type Command, type CommandContext, type Outcome } from './command.ts';
export { allOptions } from './arguments.ts';
export { commandNames, loadAllCommands } from './table.ts';
export { formatOption, formatUsage } from './help.ts';
export { runProgram, type World } from './program.ts';
