/** A value that an action changed, as text; undefined: there was none. */
export interface ChangedValue {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

type Values = Readonly<Record<string, unknown>> | null;

/** What was there before and after, name by name, those that went first in the order of what was there. */
export function listChanges(before: Values, after: Values): readonly ChangedValue[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return Array.from(names, (name) => ({
    name,
    before: toText(before?.[name]),
    after: toText(after?.[name]),
  }));
}

function toText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' || typeof each === 'number'))
    return value.length === 0 ? '[]' : value.join(', ');
  return JSON.stringify(value);
}
