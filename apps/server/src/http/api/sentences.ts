import type { z } from 'zod';
import type { FieldError } from '../../api/index.ts';

type Issue = z.core.$ZodIssue;
type Raw = z.core.$ZodRawIssue;

/** As many as a person reads; a body can have a fault in each of thousands of places. */
const maxFaults = 20;

/** Names of places come from the request as well. */
const maxPathCharacters = 200;

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  date: 'a date',
};

const formats: Readonly<Record<string, string>> = {
  email: 'This is no email address.',
  guid: 'This is no UUID.',
  uuid: 'This is no UUID.',
  url: 'This is no web address.',
  datetime: 'This is no instant like 2026-11-22T09:30:00Z.',
  date: 'This is no date like 2026-11-22.',
  time: 'This is no time like 09:30.',
};

/** How much a thing has, in words: characters of texts, items of lists, and numbers themselves. */
const amounts: Readonly<Record<string, (bound: string) => string>> = {
  string: (bound) => `This has ${bound} characters.`,
  array: (bound) => `This has ${bound} items.`,
  set: (bound) => `This has ${bound} items.`,
};

/** The sentence for a fault that a schema has no words of its own for. */
export function sentenceOf(issue: Raw): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'This is missing.';
      return `This must be ${typeNames[issue.expected] ?? `of the type ${issue.expected}`}.`;
    case 'too_small':
      return amountOf(
        issue.origin,
        `fewer than ${String(issue.minimum)}`,
        `at least ${String(issue.minimum)}`,
      );
    case 'too_big':
      return amountOf(issue.origin, `more than ${String(issue.maximum)}`, `at most ${String(issue.maximum)}`);
    case 'invalid_format':
      return formats[issue.format] ?? 'This has not the form that is wanted here.';
    case 'invalid_value':
      return `This must be ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}.`;
    case 'unrecognized_keys':
      return 'Nothing here is called so.';
    case 'not_multiple_of':
      return `This must be a multiple of ${String(issue.divisor)}.`;
    case 'invalid_union':
      return 'This is none of what is possible here.';
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
    default:
      return 'This is not what is wanted here.';
  }
}

function amountOf(origin: string, bound: string, rule: string): string {
  return amounts[origin]?.(bound) ?? `This must be ${rule}.`;
}

/** Every fault with its place, which begins with the part of the request: `body.items.0.name`. */
export function faultsOf(part: string, issues: readonly Issue[]): readonly FieldError[] {
  return issues.flatMap((issue) => faultsOfIssue([part], issue)).slice(0, maxFaults);
}

function faultsOfIssue(parent: readonly PropertyKey[], issue: Issue): readonly FieldError[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: formatPath([...path, key]), message: issue.message }));
  }
  // Where one branch alone could have been meant, its faults say more than that no branch fits.
  if (issue.code === 'invalid_union' && issue.errors.length === 1) {
    return (issue.errors[0] ?? []).flatMap((inner) => faultsOfIssue(path, inner));
  }
  return [{ path: formatPath(path), message: issue.message }];
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('.').slice(0, maxPathCharacters).toWellFormed();
}
