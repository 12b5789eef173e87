import type { Parsed } from '@smtpy/mail';
import type { Rate } from './config.ts';

/** How a value is written: parses it, prints it, and says it in words for the reference page. */
export interface Form<T> {
  /** For the reference page and for hints: `a port, 0 to 65535 (0 takes any free one)`. */
  readonly words: string;
  /** Takes the trimmed text, never empty. The reason of a refusal completes the sentence "… is …". */
  parse(text: string): Parsed<T>;
  /** The shortest text that parses to the value. */
  format(value: T): string;
}

/** One of a few words. */
export function choice<const T extends string>(words: readonly T[]): Form<T> {
  const list = words.map((word) => `\`${word}\``).join(', ');
  return {
    words: `one of ${list}`,
    parse: (text) => {
      const value = words.find((word) => word === text);
      return value === undefined ? refused(`not one of ${words.join(', ')}`) : accepted(value);
    },
    format: (value) => value,
  };
}

/** `on` or `off`. */
export const onOff: Form<boolean> = {
  words: '`on` or `off`',
  parse: (text) => {
    if (text === 'on') return accepted(true);
    return text === 'off' ? accepted(false) : refused('neither on nor off');
  },
  format: (value) => (value ? 'on' : 'off'),
};

/** A whole number without a unit, for things that are counted. */
export function count({ min, max }: { readonly min: number; readonly max: number }): Form<number> {
  return {
    words: `a whole number, ${String(min)} to ${String(max)}`,
    parse: (text) => {
      if (!/^\d{1,15}$/.test(text)) return refused('not a whole number');
      const value = Number(text);
      return value < min || value > max
        ? refused(`not from ${String(min)} to ${String(max)}`)
        : accepted(value);
    },
    format: String,
  };
}

/** A port to listen on; 0 takes any free one. */
export const listeningPort: Form<number> = {
  ...count({ min: 0, max: 65_535 }),
  words: 'a port, 0 to 65535 (0 takes any free one)',
};

/** A number with one of the given units, each worth `units[unit]`; the bounds are written like values. */
function measure(
  noun: string,
  units: Readonly<Record<string, number>>,
  { min, max }: { readonly min: string; readonly max: string },
): Form<number> {
  const names = Object.keys(units);
  const amountOf = (text: string): number | undefined => {
    const [, digits, unit = ''] = /^(\d{1,9}) ?([A-Za-z]+)$/.exec(text) ?? [];
    const factor = units[unit];
    return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
  };
  const [least = 0, most = 0] = [amountOf(min), amountOf(max)];
  return {
    words: `${noun} with its unit (${names.join(', ')}), ${min} to ${max}`,
    parse: (text) => {
      const value = amountOf(text);
      if (value === undefined) return refused(`not ${noun} with a unit (${names.join(', ')})`);
      return value < least || value > most ? refused(`not from ${min} to ${max}`) : accepted(value);
    },
    format: (value) => {
      const unit = names.findLast((name) => value % (units[name] ?? 1) === 0) ?? names[0] ?? '';
      return `${String(value / (units[unit] ?? 1))}${unit}`;
    },
  };
}

/** A duration in milliseconds. */
export function duration(bounds: { readonly min: string; readonly max: string }): Form<number> {
  return measure('a duration', { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }, bounds);
}

/** A duration in whole days. */
export function days(bounds: { readonly min: string; readonly max: string }): Form<number> {
  return measure('a number of days', { d: 1 }, bounds);
}

/** A size in bytes, in binary units as IEC 80000-13 names them. */
export function size(bounds: { readonly min: string; readonly max: string }): Form<number> {
  return measure('a size', { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }, bounds);
}

const rateUnits: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** How often something may happen, or `off`. */
export const rate: Form<Rate | undefined> = {
  words: '`off`, or a number per minute, hour or day (`100/m`, `1000/h`, `5000/d`)',
  parse: (text) => {
    if (text === 'off') return accepted(undefined);
    const [, digits, unit = ''] = /^([1-9]\d{0,8})\/([mhd])$/.exec(text) ?? [];
    const windowMs = rateUnits[unit];
    return digits === undefined || windowMs === undefined
      ? refused('neither off nor a number per minute, hour or day (100/m, 1000/h, 5000/d)')
      : accepted({ count: Number(digits), windowMs });
  },
  format: (value) => {
    if (value === undefined) return 'off';
    const unit = Object.entries(rateUnits).find(([, windowMs]) => windowMs === value.windowMs)?.[0] ?? 'h';
    return `${String(value.count)}/${unit}`;
  },
};

/** A value that may be switched off. */
export function offOr<T>(form: Form<T>): Form<T | undefined> {
  return {
    words: `\`off\`, or ${form.words}`,
    parse: (text) => (text === 'off' ? accepted(undefined) : form.parse(text)),
    format: (value) => (value === undefined ? 'off' : form.format(value)),
  };
}

/** Several values of one form with commas between them; each may be given once. */
export function list<T>(item: Form<T>): Form<readonly T[]> {
  return {
    words: `a list with commas; each ${item.words}`,
    parse: (text) => {
      const values: T[] = [];
      for (const part of text.split(',')) {
        const parsed = item.parse(part.trim());
        if (!parsed.ok) return refused(`a list whose item "${part.trim()}" is ${parsed.reason}`);
        values.push(parsed.value);
      }
      const isUnique = new Set(values.map((value) => item.format(value))).size === values.length;
      return isUnique ? accepted(values) : refused('a list that names something twice');
    },
    format: (values) => values.map((value) => item.format(value)).join(','),
  };
}

/** The result of a parser that succeeded. */
export function accepted<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** The result of a parser that did not; `reason` completes the sentence "… is …". */
export function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
