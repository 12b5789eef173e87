import { accountPreferences, defaultPreferences, preferencesChange } from '@smtpy/contract';
import { describe, expect, it } from 'vitest';
import { isTimeZone, mergePreferences, readPreferences } from './preferences.ts';

describe('preferences', () => {
  it('have defaults that are preferences themselves', () => {
    expect(accountPreferences.parse(defaultPreferences)).toEqual(defaultPreferences);
  });

  it.each([
    [undefined, defaultPreferences],
    [null, defaultPreferences],
    [{}, defaultPreferences],
    [
      { theme: 'dark', language: 'tlh', odd: 1, notices: { weekly_summary: true, odd: true } },
      {
        ...defaultPreferences,
        theme: 'dark',
        notices: { ...defaultPreferences.notices, weekly_summary: true },
      },
    ],
    [{ notices: 'all' }, defaultPreferences],
  ])('are read from %j', (stored, expected) => {
    expect(readPreferences(stored)).toEqual(expected);
  });

  it('change where something is given', () => {
    const before = { ...defaultPreferences, theme: 'dark' } as const;
    const after = mergePreferences(before, { language: 'fr', notices: { new_sign_in: false } });
    expect(after).toEqual({
      ...before,
      language: 'fr',
      notices: { ...before.notices, new_sign_in: false },
    });
    expect(mergePreferences(before, {})).toEqual(before);
  });

  it.each([
    [{ odd: 1 }],
    [{ notices: { odd: true } }],
    [{ theme: 'blue' }],
    [{ notices: { weekly_summary: 'yes' } }],
    [JSON.parse('{"__proto__": {"theme": "dark"}}') as object],
  ])('refuse %j', (change) => {
    expect(preferencesChange.safeParse(change).success).toBe(false);
  });

  it.each(['system', 'UTC', 'Europe/Paris', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    'know %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['', '+01:00', 'Mars/Olympus', 'Europe/', '../etc/passwd', 'Europe/Paris\n', 'A'.repeat(64)])(
    'know no time zone %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});
