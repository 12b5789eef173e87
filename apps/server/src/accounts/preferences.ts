import {
  accountPreferences,
  defaultPreferences,
  type AccountPreferences,
  type PreferencesChange,
} from '@smtpy/contract';
import type { Db, Queryable, Tx } from '../db/index.ts';

/** What changing came to. */
export type ChangePreferencesResult =
  | { readonly kind: 'changed'; readonly preferences: AccountPreferences }
  | { readonly kind: 'unknown_time_zone'; readonly reason: string };

/** What people prefer. */
export interface Preferences {
  /** The defaults where nothing was chosen. */
  load(userId: string): Promise<AccountPreferences>;
  /** Changes what is given; the rest stays, also when two change at once. */
  change(userId: string, change: PreferencesChange): Promise<ChangePreferencesResult>;
}

/** Preferences on a database. */
export function createPreferences({ db }: { readonly db: Db }): Preferences {
  return {
    load: (userId) => loadPreferences(db, userId),
    change: (userId, change) => changePreferences(db, userId, change),
  };
}

interface Row {
  readonly preferences: unknown;
}

/** See `Preferences.load`. */
export async function loadPreferences(db: Queryable, userId: string): Promise<AccountPreferences> {
  const [row] = await db.query<Row>({
    text: 'select preferences from user_preferences where user_id = $1',
    params: [userId],
  });
  return readPreferences(row?.preferences);
}

async function changePreferences(
  db: Db,
  userId: string,
  change: PreferencesChange,
): Promise<ChangePreferencesResult> {
  if (change.time_zone !== undefined && !isTimeZone(change.time_zone)) {
    return { kind: 'unknown_time_zone', reason: 'This is not a name of the IANA time zone database' };
  }
  return db.transaction(async (tx) => {
    const before = await lockPreferences(tx, userId);
    const preferences = mergePreferences(before, change);
    await tx.query({
      text: 'update user_preferences set preferences = $2, updated_at = now() where user_id = $1',
      params: [userId, JSON.stringify(preferences)],
    });
    return { kind: 'changed', preferences };
  });
}

async function lockPreferences(tx: Tx, userId: string): Promise<AccountPreferences> {
  await tx.query({
    text: `insert into user_preferences (user_id, preferences) values ($1, '{}') on conflict do nothing`,
    params: [userId],
  });
  const [row] = await tx.query<Row>({
    text: 'select preferences from user_preferences where user_id = $1 for update',
    params: [userId],
  });
  return readPreferences(row?.preferences);
}

/** Preferences as stored, each that is missing or that this version does not know replaced by its default. */
export function readPreferences(stored: unknown): AccountPreferences {
  const given = objectOf(stored);
  const notices = objectOf(given['notices']);
  const names = Object.keys(defaultPreferences) as (keyof AccountPreferences)[];
  const noticeNames = Object.keys(defaultPreferences.notices) as (keyof AccountPreferences['notices'])[];
  const read = names.map((name) => {
    const parsed = accountPreferences.shape[name].safeParse(given[name]);
    return [name, parsed.success ? parsed.data : defaultPreferences[name]] as const;
  });
  const readNotices = noticeNames.map((name) => {
    const value = notices[name];
    return [name, typeof value === 'boolean' ? value : defaultPreferences.notices[name]] as const;
  });
  return accountPreferences.parse({ ...Object.fromEntries(read), notices: Object.fromEntries(readNotices) });
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** A change over what was there; names that are absent stay. */
export function mergePreferences(before: AccountPreferences, change: PreferencesChange): AccountPreferences {
  return accountPreferences.parse({
    ...before,
    ...definedOf(change),
    notices: { ...before.notices, ...definedOf(change.notices) },
  });
}

function definedOf(part: object = {}): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
}

/** What the names of the database look like; offsets such as `+01:00`, which `Intl` knows as well, are none. */
const timeZoneForm = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/** Whether a text is `system` or names a time zone that this server can compute with. */
export function isTimeZone(name: string): boolean {
  if (name === 'system') return true;
  if (!timeZoneForm.test(name)) return false;
  // Expected: a RangeError for a name that is none (ECMA-402 §11.1.2).
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
