import { parseArgs } from 'node:util';
import { findNearest } from '../config/index.ts';
import type { Arguments, Command, Option, Options } from './command.ts';
import { formatUsage } from './help.ts';

/** What the command line asks of a command. */
export type ParsedArguments =
  | { readonly kind: 'run'; readonly args: Arguments; readonly isJson: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'misused'; readonly reason: string; readonly hint: string };

const frameOptions: Options = { help: { kind: 'flag', text: 'show how the command is used' } };
const jsonOption: Options = { json: { kind: 'flag', text: 'print data as JSON instead of text' } };

/** The options of a command with those that the frame adds to every one. */
export function allOptions(command: Command): Options {
  return { ...command.options, ...(command.hasJson ? jsonOption : {}), ...frameOptions };
}

/** Reads what follows the command's name. The first fault alone is reported: the others often follow from it. */
export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const options = allOptions(command);
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { kind }]) => [
        name,
        { type: kind === 'flag' ? 'boolean' : 'string' } as const,
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given: GivenOption[] = tokens.flatMap((token) =>
    token.kind === 'option'
      ? [
          {
            name: token.name,
            rawName: token.rawName,
            value: token.value,
            isInline: token.inlineValue === true,
          },
        ]
      : [],
  );
  if (given.some(({ name, rawName }) => name === 'help' || rawName === '-h')) return { kind: 'help' };
  const reason =
    optionFault(options, given) ?? operandFault(command, operands) ?? missingOption(options, given);
  if (reason !== undefined) {
    return { kind: 'misused', reason, hint: `Usage: ${formatUsage(command)}` };
  }
  const values = Object.entries(command.options).map(
    ([name, option]) => [name, valueOf(option, name, given)] as const,
  );
  // Each value has the type that OptionValue gives for its own option.
  const args = { options: Object.fromEntries(values), operands } as Arguments;
  return { kind: 'run', args, isJson: given.some(({ name }) => name === 'json') };
}

interface GivenOption {
  readonly name: string;
  /** With its dashes. */
  readonly rawName: string;
  readonly value: string | undefined;
  /** Whether the value stood behind an equals sign. */
  readonly isInline: boolean;
}

function optionFault(options: Options, given: readonly GivenOption[]): string | undefined {
  for (const { name, rawName, value, isInline } of given) {
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined || !rawName.startsWith('--')) {
      const nearest = findNearest(name, Object.keys(options));
      return `There is no option ${rawName}${nearest === undefined ? '' : `; did you mean --${nearest}?`}`;
    }
    if (option.kind === 'flag') {
      if (value !== undefined) return `${rawName} takes no value`;
      continue;
    }
    if (value === undefined || (value === '' && option.mayBeEmpty !== true))
      return `${rawName} needs a value`;
    if (!isInline && value.startsWith('--'))
      return `${rawName} needs a value; one that begins with dashes is written ${rawName}=${value}`;
    if (option.choices !== undefined && !option.choices.includes(value)) {
      return `${rawName} is one of ${option.choices.join(', ')}, not "${value}"`;
    }
    if (option.kind === 'text' && given.filter((other) => other.name === name).length > 1)
      return `${rawName} is given twice`;
  }
  return undefined;
}

function operandFault(command: Command, operands: readonly string[]): string | undefined {
  const missing = command.operands[operands.length];
  if (missing !== undefined && missing.isOptional !== true) return `${missing.name} is missing`;
  const surplus = operands[command.operands.length];
  return surplus === undefined ? undefined : `"${surplus}" is one argument too many`;
}

function missingOption(options: Options, given: readonly GivenOption[]): string | undefined {
  const missing = Object.entries(options).find(
    ([name, { isRequired }]) => isRequired === true && !given.some((option) => option.name === name),
  );
  return missing === undefined ? undefined : `--${missing[0]} is missing`;
}

function valueOf(
  { kind }: Option,
  name: string,
  given: readonly GivenOption[],
): boolean | string | readonly string[] | undefined {
  const matching = given.filter((option) => option.name === name);
  if (kind === 'flag') return matching.length > 0;
  const texts = matching.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (kind === 'text') return texts[0];
  return texts
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
