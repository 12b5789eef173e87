import { privateKey, readStored, store } from '../shared/util/stored.ts';

/** Something that was chosen in the palette. What is not a page or an action says its name and where it leads as well. */
export interface RecentChoice {
  /** As in the palette: `page:dashboard`, `alias:<id>`. */
  readonly id: string;
  readonly title?: string | undefined;
  readonly path?: string | undefined;
}

/** Addresses and subjects stand in it, and the next person at this device shall not read them. */
const key = privateKey('recent');
const mostKept = 5;

/** What was chosen last on this device in an organization, newest first. */
export function readRecent(organizationId: string): readonly RecentChoice[] {
  return parse(readStored(key))[organizationId] ?? [];
}

/** Remembers a choice; of the same one only the last time. */
export function rememberChoice(organizationId: string, choice: RecentChoice): void {
  const all = parse(readStored(key));
  const others = (all[organizationId] ?? []).filter(({ id }) => id !== choice.id);
  store(key, JSON.stringify({ ...all, [organizationId]: [choice, ...others].slice(0, mostKept) }));
}

/** What of a stored text are choices; whatever else somebody wrote there is dropped. */
export function parse(text: string | null): Readonly<Record<string, readonly RecentChoice[]>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(
      Object.entries(value).map(([organizationId, choices]) => [
        organizationId,
        Array.isArray(choices) ? choices.filter(isChoice) : [],
      ]),
    );
  } catch {
    // Expected: something else wrote there.
    return {};
  }
}

function isChoice(value: unknown): value is RecentChoice {
  if (typeof value !== 'object' || value === null || !('id' in value) || typeof value.id !== 'string')
    return false;
  const isText = (name: 'title' | 'path'): boolean => {
    const text = (value as Readonly<Record<string, unknown>>)[name];
    return text === undefined || typeof text === 'string';
  };
  // A path of another site would be a way out of this one.
  return isText('title') && isText('path') && !('path' in value && !String(value.path).startsWith('/'));
}
