import type { z } from 'zod';
import { ruleCondition } from './rule-condition.ts';
import { maxRuleNesting, ruleDefinition, type RuleDefinition } from './rule-definition.ts';
import { ruleErrors } from './rule-errors.ts';

/** A rule that was read, or every fault with its place: `conditions[0].value: must not be empty`. */
export type ReadRule =
  | { readonly kind: 'rule'; readonly definition: RuleDefinition }
  | { readonly kind: 'faults'; readonly faults: readonly string[] };

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

// As many as a person reads.
const maxFaults = 10;

/** Reads what somebody sent as a rule. Never throws, whatever it is. */
export function readRuleDefinition(given: unknown): ReadRule {
  // The schema goes no deeper than it describes, so that any depth of what is given is safe.
  const result = ruleDefinition.safeParse(given);
  if (result.success) return { kind: 'rule', definition: result.data };
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, [], given));
  return { kind: 'faults', faults: [...new Set(faults)].slice(0, maxFaults) };
}

function faultsOf(issue: Issue, parent: Path, given: unknown): readonly string[] {
  const path = [...parent, ...issue.path];
  const value = valueAt(given, path);
  // An item is a condition or a group: only the faults of what it wants to be help.
  if (issue.code === 'invalid_union' && isItem(path))
    return faultsOfItem({ value, path, given }, issue.errors);
  const item = path.slice(0, -1);
  if (path.at(-1) === 'field' && isGroup(valueAt(given, item)))
    return [`${formatPath(item)}${ruleErrors.nesting(maxRuleNesting)}`];
  return [`${formatPath(path)}${formatMessage(issue)}`];
}

function faultsOfItem(
  { value, path, given }: { readonly value: unknown; readonly path: Path; readonly given: unknown },
  branches: readonly (readonly Issue[])[],
): readonly string[] {
  if (isGroup(value)) return (branches.at(-1) ?? []).flatMap((inner) => faultsOf(inner, path, given));
  const { error } = ruleCondition.safeParse(value);
  return (error?.issues ?? []).map(
    (inner) => `${formatPath([...path, ...inner.path])}${formatMessage(inner)}`,
  );
}

/** What stands in a list of conditions. */
function isItem(path: Path): boolean {
  return path.at(-2) === 'conditions';
}

function isGroup(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'conditions' in value;
}

function valueAt(given: unknown, path: Path): unknown {
  let value = given;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return value;
}

function formatPath(path: Path): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? '' : `${text.replace(/^\./, '')}: `;
}

function formatMessage(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `is one of ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `nothing here is called ${issue.keys.map((key) => key.slice(0, 50)).join(', ')}`;
    case 'invalid_union':
      return 'is none of what is possible here';
    case 'invalid_type':
      return `must be of the type ${issue.expected}`;
    default:
      return issue.message;
  }
}
