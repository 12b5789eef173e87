import type { Config } from './config.ts';
import type { Form } from './form.ts';

/** The environment of a process. */
export type Env = Readonly<Record<string, string | undefined>>;

export const modes = ['sandbox', 'production'] as const;
export type Mode = (typeof modes)[number];

/** The headings of the reference page, in its order. */
export const sections = [
  'Mode',
  'Storage',
  'Processes',
  'Pages',
  'Receiving',
  'Judging',
  'Delivering',
  'Observing',
] as const;
export type Section = (typeof sections)[number];

/** What holds when nothing is given: a text like a given one per mode, or nothing and what that means. */
export type Fallback =
  | { readonly kind: 'text'; readonly sandbox: string; readonly production: string }
  | { readonly kind: 'absent'; readonly meaning: string };

/** One setting: the only place that knows its name, its form, its default and its words. */
export interface Setting<T> {
  /** The environment variable. */
  readonly name: string;
  readonly section: Section;
  /** One or two sentences for the reference page: what it is, and when to change it. */
  readonly text: string;
  readonly form: Form<T>;
  readonly fallback: Fallback;
  /** A valid value for the example file. */
  readonly example: string;
  /** Whether every way of showing the value gives `***`. */
  readonly isSecret: boolean;
  /** The mode that cannot start without it. */
  readonly isRequiredInProduction: boolean;
  /** The only mode in which it may be given; absent: both. */
  readonly onlyIn: Mode | undefined;
  /** The effective value, for `config show`. */
  readonly pick: (config: Config) => T | undefined;
}

type Common<T> = Pick<Setting<T>, 'name' | 'section' | 'text' | 'form' | 'pick'> & {
  readonly example?: string;
  readonly isSecret?: true;
  readonly isRequiredInProduction?: true;
  readonly onlyIn?: Mode;
};

/** A setting that always has a value. */
export interface Defaulted<T> extends Setting<T> {
  readonly fallback: Extract<Fallback, { kind: 'text' }>;
}

/** A setting with a default, the same in both modes or one per mode. The example is the production default unless given. */
export function defaulted<T>(
  setting: Common<T> & {
    readonly default: string | { readonly sandbox: string; readonly production: string };
  },
): Defaulted<T> {
  const { default: text, ...rest } = setting;
  const texts = typeof text === 'string' ? { sandbox: text, production: text } : text;
  return { ...complete({ example: texts.production, ...rest }), fallback: { kind: 'text', ...texts } };
}

/** A setting that may have no value; `unset` says in words what holds then. */
export function optional<T>(
  setting: Common<T> & { readonly unset: string; readonly example: string },
): Setting<T> {
  const { unset, ...rest } = setting;
  return { ...complete(rest), fallback: { kind: 'absent', meaning: unset } };
}

function complete<T>(setting: Common<T> & { readonly example: string }): Omit<Setting<T>, 'fallback'> {
  return {
    ...setting,
    isSecret: setting.isSecret ?? false,
    isRequiredInProduction: setting.isRequiredInProduction ?? false,
    onlyIn: setting.onlyIn,
  };
}
