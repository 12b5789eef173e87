import {
  ConfigurationError,
  findNearest,
  formatProblems,
  loadConfig,
  type Config,
  type Env,
} from '../config/index.ts';
import { allOptions, parseArguments } from './arguments.ts';
import type { Command, CommandContext, Outcome } from './command.ts';
import { formatCommandHelp, formatProgramHelp } from './help.ts';
import { commandNames, loadAllCommands, loadCommand } from './table.ts';

/** What the program may do outside itself. */
export interface World {
  readonly env: Env;
  /** The version that `--version` prints. */
  readonly version: string;
  /** Writes to standard output. */
  writeOut(text: string): void;
  /** Writes to standard error. */
  writeError(text: string): void;
  /** Aborts when the program is asked to stop. */
  readonly signal: AbortSignal;
}

/** 0: done. 1: refused or failed. 2: wrong usage or configuration. */
export type ExitCode = 0 | 1 | 2;

/** Runs the command that the words name. Resolves to the exit code when the command has ended; never rejects. */
export async function runProgram(words: readonly string[], world: World): Promise<ExitCode> {
  const found = findCommand(words);
  switch (found.kind) {
    case 'version':
      world.writeOut(`${world.version}\n`);
      return 0;
    case 'help':
      world.writeOut(`${formatProgramHelp(await loadGroup(found.group))}\n`);
      return 0;
    case 'unknown':
      return conclude({ ...found, kind: 'misused' }, words.includes('--json'), world);
    case 'command':
      return await runCommand(await loadCommand(found.name), found.rest, world);
  }
}

type FoundCommand =
  | { readonly kind: 'command'; readonly name: string; readonly rest: readonly string[] }
  /** `group` is the first word of the commands to tell of; empty for all. */
  | { readonly kind: 'help'; readonly group: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly hint: string };

/** Words of a command's name, the longest first: `alias password add` before `alias add`. */
const nameLengths = [3, 2, 1] as const;

function findCommand(words: readonly string[]): FoundCommand {
  const [first = '', second = ''] = words;
  if (['--help', '-h', 'help'].includes(first)) return findHelp(words.slice(1));
  if (['--version', '-v', 'version'].includes(first)) return { kind: 'version' };
  for (const length of nameLengths) {
    const name = words.slice(0, length).join(' ');
    if (commandNames.includes(name)) return { kind: 'command', name, rest: words.slice(length) };
  }
  const isGroup = commandNames.some((name) => name.startsWith(`${first} `));
  if (isGroup && ['--help', '-h'].includes(second)) return { kind: 'help', group: first };
  if (first === '' || first.startsWith('-')) {
    return { kind: 'unknown', reason: 'A command is missing', hint: 'smtpy --help lists all commands.' };
  }
  const given = second === '' || second.startsWith('-') ? first : `${first} ${second}`;
  const reason =
    isGroup && given === first ? `"${first}" needs a second word` : `There is no command "${given}"`;
  return { kind: 'unknown', reason, hint: suggest(given, isGroup ? first : '') };
}

function findHelp(words: readonly string[]): FoundCommand {
  const name = words.join(' ');
  if (commandNames.includes(name)) return { kind: 'command', name, rest: ['--help'] };
  return { kind: 'help', group: commandNames.some((other) => other.startsWith(`${name} `)) ? name : '' };
}

function suggest(given: string, group: string): string {
  const ofGroup = commandNames.filter((name) => name.startsWith(`${group} `));
  const nearest = findNearest(given, commandNames) ?? findNearest(given.split(' ')[0] ?? '', commandNames);
  if (nearest !== undefined && nearest !== given)
    return `Did you mean smtpy ${nearest}? All commands: smtpy --help`;
  return ofGroup.length > 0
    ? `There are: ${ofGroup.map((name) => `smtpy ${name}`).join(', ')}`
    : 'All commands: smtpy --help';
}

async function loadGroup(group: string): Promise<readonly Command[]> {
  if (group === '') return await loadAllCommands();
  return await Promise.all(commandNames.filter((name) => name.startsWith(`${group} `)).map(loadCommand));
}

async function runCommand(command: Command, words: readonly string[], world: World): Promise<ExitCode> {
  const parsed = parseArguments(command, words);
  switch (parsed.kind) {
    case 'help':
      world.writeOut(`${formatCommandHelp(command, allOptions(command))}\n`);
      return 0;
    case 'misused':
      return conclude(parsed, words.includes('--json'), world);
    case 'run': {
      const context = makeContext(world, parsed.isJson);
      try {
        return conclude(await command.run(context, parsed.args), parsed.isJson, world);
      } catch (error) {
        // The boundary of a command: a wrong configuration, or anything unexpected.
        return concludeError(error, parsed.isJson, world);
      }
    }
  }
}

function makeContext(world: World, isJson: boolean): CommandContext {
  let config: Config | undefined;
  return {
    env: world.env,
    config: () => (config ??= configOrThrow(world.env)),
    print: (line) => {
      world.writeOut(`${line}\n`);
    },
    note: (line) => {
      world.writeError(`${line}\n`);
    },
    isJson,
    signal: world.signal,
  };
}

function configOrThrow(env: Env): Config {
  const loaded = loadConfig(env);
  if (loaded.kind === 'invalid') throw new ConfigurationError(loaded.problems);
  return loaded.config;
}

const exitCodes = { done: 0, failed: 1, misconfigured: 2, refused: 1, misused: 2 } as const;

/** The one place that turns an outcome into output and an exit code. */
function conclude(outcome: Outcome, isJson: boolean, world: World): ExitCode {
  switch (outcome.kind) {
    case 'done':
    case 'failed':
    case 'misconfigured':
      if (isJson && outcome.data !== undefined)
        world.writeOut(`${JSON.stringify(outcome.data, undefined, 2)}\n`);
      else if (outcome.text !== undefined && outcome.text !== '') world.writeOut(`${outcome.text}\n`);
      return exitCodes[outcome.kind];
    case 'refused':
    case 'misused': {
      const { kind, reason, hint } = outcome;
      const text = `smtpy: ${endSentence(reason)}${hint === undefined ? '' : `\n${hint}`}`;
      world.writeError(isJson ? `${JSON.stringify({ error: { kind, reason, hint } })}\n` : `${text}\n`);
      return exitCodes[kind];
    }
  }
}

/** Adds the full stop that short reasons leave to us. */
function endSentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function concludeError(error: unknown, isJson: boolean, world: World): ExitCode {
  if (error instanceof ConfigurationError) {
    const { problems } = error;
    world.writeError(
      isJson
        ? `${JSON.stringify({ error: { kind: 'configuration', problems } })}\n`
        : `${formatProblems(problems)}\n`,
    );
    return 2;
  }
  const causes = [...causesOf(error)];
  const messages = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  // A wrapper often repeats the words of what it wraps.
  const reason = messages.filter((message, index) => message !== messages[index - 1]).join(': ');
  if (isJson) world.writeError(`${JSON.stringify({ error: { kind: 'failed', reason } })}\n`);
  else world.writeError(`smtpy: ${reason}\nThis was not expected. SMTPY_LOG_LEVEL=debug shows more.\n`);
  if (world.env['SMTPY_LOG_LEVEL'] === 'debug' && error instanceof Error)
    world.writeError(`${error.stack ?? ''}\n`);
  return 1;
}

/** An error and what caused it, outermost first. Ends with the first that is seen again. */
function* causesOf(error: unknown): Generator {
  const seen = new Set<unknown>();
  for (
    let next = error;
    next !== undefined && !seen.has(next);
    next = next instanceof Error ? next.cause : undefined
  ) {
    seen.add(next);
    yield next;
  }
}
