import type { Config, Env } from '../config/index.ts';

/** A word after the command's name, in its place: `ADDRESS`. */
export interface Operand {
  /** As the usage line shows it, in capitals. */
  readonly name: string;
  /** One line for the help and the reference page. */
  readonly text: string;
  /** Whether the command can do without it. Only the last operands may be optional. */
  readonly isOptional?: true;
}

/** A named argument: `--email E`. */
export interface Option {
  /** `flag` takes no value; `list` may be given several times, or once with commas. */
  readonly kind: 'text' | 'flag' | 'list';
  /** One line for the help and the reference page. */
  readonly text: string;
  /** What stands for the value in the usage line; for kinds that take one. */
  readonly placeholder?: string;
  /** Whether the command is wrong usage without it. */
  readonly isRequired?: true;
  /** Whether nothing (`""`) is a value: what takes something away. */
  readonly mayBeEmpty?: true;
  /** The only values there are. */
  readonly choices?: readonly string[];
}

/** Options by their long name without dashes. */
export type Options = Readonly<Record<string, Option>>;

type OptionValue<O extends Option> = O['kind'] extends 'flag'
  ? boolean
  : O['kind'] extends 'list'
    ? readonly string[]
    : O extends { readonly isRequired: true }
      ? string
      : string | undefined;

/** What was given: options by name, and the operands in order (as many as are required, at least). */
export interface Arguments<O extends Options = Options> {
  readonly options: { readonly [K in keyof O]: OptionValue<O[K]> };
  readonly operands: readonly string[];
}

/** What a command may use of the world. */
export interface CommandContext {
  /** The environment as the program was started with it. */
  readonly env: Env;
  /** The validated configuration. Throws {@link ConfigurationError}, which ends the command with exit code 2. */
  readonly config: () => Config;
  /** Writes one line to standard output at once: for commands that go on. Others return their text. */
  readonly print: (line: string) => void;
  /** Writes one line to standard error at once: progress and warnings. */
  readonly note: (line: string) => void;
  /** Whether `--json` was given. */
  readonly isJson: boolean;
  /** Aborts when the program is asked to stop (SIGINT, SIGTERM, SIGHUP). */
  readonly signal: AbortSignal;
}

/** How a command ended. One place turns it into output and the exit code. */
export type Outcome =
  /** Exit 0. `text` for people, `data` for `--json`: snake_case, stable. Both absent: everything was printed already. */
  | { readonly kind: 'done'; readonly text?: string; readonly data?: object }
  /** Exit 1, after printing a result that is bad news: violations, a failed check. */
  | { readonly kind: 'failed'; readonly text: string; readonly data: object }
  /** Exit 2, after printing every fault of the configuration. */
  | { readonly kind: 'misconfigured'; readonly text: string; readonly data: object }
  /** Exit 1: what was wrong and where (a missing full stop is added), and what to do about it (printed as it is). */
  | { readonly kind: 'refused'; readonly reason: string; readonly hint?: string }
  /** Exit 2: the command line is wrong. */
  | { readonly kind: 'misused'; readonly reason: string; readonly hint?: string };

/** A command of the program, as the table, the help and the reference page see it. */
export interface Command {
  /** The words that call it: `alias add`. */
  readonly name: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  /** Paragraphs for the help of this command and the reference page. */
  readonly details?: string;
  readonly operands: readonly Operand[];
  readonly options: Options;
  /** Whether `--json` makes sense: everything but what runs on. */
  readonly hasJson: boolean;
  /** An example or more, each a whole command line. */
  readonly examples: readonly string[];
  run(context: CommandContext, args: Arguments): Promise<Outcome>;
}

/** What a command file writes down; the arguments of `run` get the types of the declared options. */
export interface CommandDefinition<O extends Options> {
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly operands?: readonly Operand[];
  readonly options?: O;
  /** Default: true. */
  readonly hasJson?: boolean;
  readonly examples?: readonly string[];
  run(context: CommandContext, args: Arguments<O>): Promise<Outcome>;
}

/** Makes a command out of its definition. */
export function defineCommand<const O extends Options>(definition: CommandDefinition<O>): Command {
  const { name, summary, details, operands = [], options, hasJson = true, examples = [] } = definition;
  return {
    name,
    summary,
    ...(details === undefined ? {} : { details }),
    operands,
    options: options ?? {},
    hasJson,
    examples,
    // The frame parses the arguments by exactly these options, so they have the types that O says.
    run: (context, args) => definition.run(context, args as Arguments<O>),
  };
}
