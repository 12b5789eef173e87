import type { Command, Option } from './command.ts';

/** The usage line: `smtpy alias add LOCAL@DOMAIN --to MAILBOX[,MAILBOX] [--json]`. */
export function formatUsage(command: Command): string {
  const operands = command.operands.map(({ name, isOptional }) => (isOptional === true ? `[${name}]` : name));
  const options = Object.entries(command.options).map(([name, option]) => {
    const text = formatOption(name, option);
    return option.isRequired === true ? text : `[${text}]`;
  });
  return ['smtpy', command.name, ...operands, ...options, ...(command.hasJson ? ['[--json]'] : [])].join(' ');
}

/** An option with the word that stands for its value: `--to MAILBOX`. */
export function formatOption(name: string, { kind, placeholder, choices }: Option): string {
  if (kind === 'flag') return `--${name}`;
  const word = placeholder ?? choices?.join('|') ?? name.toUpperCase();
  return `--${name} ${word}`;
}

/** The help of one command. `options` are its own and those of the frame. */
export function formatCommandHelp(command: Command, options: Readonly<Record<string, Option>>): string {
  const rows = [
    ...command.operands.map(({ name, text }) => [name, text] as const),
    ...Object.entries(options).map(([name, option]) => [formatOption(name, option), option.text] as const),
  ];
  const examples = command.examples.map((example) => `  ${example}`);
  return [
    `${command.summary}.`,
    `Usage: ${formatUsage(command)}`,
    ...(command.details === undefined ? [] : [command.details]),
    formatPairs(rows),
    ...(examples.length === 0 ? [] : [['Examples:', ...examples].join('\n')]),
  ].join('\n\n');
}

/** The help of the program. */
export function formatProgramHelp(commands: readonly Command[]): string {
  return [
    'SMTPy receives mail for aliases and forwards it to real mailboxes.',
    'Usage: smtpy COMMAND …',
    formatPairs(commands.map(({ name, summary }) => [name, summary])),
    'smtpy COMMAND --help tells more about one command. Settings are environment variables: smtpy config show.',
  ].join('\n\n');
}

/** Two columns, the first as wide as its widest text. */
export function formatPairs(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
}
