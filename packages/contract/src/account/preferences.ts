import { z } from 'zod';
import { text } from '../api/text.ts';

/** What of the things that happen a person wants to be told by mail, besides what must be told (security, erasure). */
export const accountNotices = {
  failed_forward: 'A message could not be forwarded',
  domain_changed: 'A domain was confirmed, or one of its records changed',
  mailbox_paused: 'A mailbox was paused or takes mail again',
  new_sign_in: 'Someone signed in from a device that was not seen before',
  weekly_summary: 'What happened in the week',
} as const;

/** A name of {@link accountNotices}. */
export type AccountNotice = keyof typeof accountNotices;

const notice = (wanted: AccountNotice) =>
  z.boolean().meta({ description: `Whether to tell by mail: ${accountNotices[wanted]}` });

const notices = z.strictObject({
  failed_forward: notice('failed_forward'),
  domain_changed: notice('domain_changed'),
  mailbox_paused: notice('mailbox_paused'),
  new_sign_in: notice('new_sign_in'),
  weekly_summary: notice('weekly_summary'),
});

const language = z
  .enum(['system', 'en', 'fr'])
  .meta({ description: 'Language of pages and mails; `system`: that of the browser, English in mails' });
const theme = z.enum(['system', 'light', 'dark']).meta({ description: 'How the pages look' });
/** Whether there is such a time zone is for the server to judge: it depends on what it was built with. */
const timeZone = text({ max: 64 }).meta({
  description:
    'Name of the IANA time zone database, in its exact spelling, or `system`: that of the browser, UTC in mails',
  example: 'Europe/Paris',
});
const dateStyle = z
  .enum(['system', 'iso', 'day_first', 'month_first'])
  .meta({ description: '`iso` 2026-11-22, `day_first` 22/11/2026, `month_first` 11/22/2026' });
const timeStyle = z.enum(['system', '24h', '12h']).meta({ description: '`24h` 21:05, `12h` 9:05 pm' });

/** What a person prefers, all of it. */
export const accountPreferences = z.strictObject({
  language,
  theme,
  time_zone: timeZone,
  date_style: dateStyle,
  time_style: timeStyle,
  notices,
});
/** What {@link accountPreferences} reads. */
export type AccountPreferences = z.infer<typeof accountPreferences>;

/** What a person has who never chose: as browser and system have it, told of everything but the summary. */
export const defaultPreferences: AccountPreferences = {
  language: 'system',
  theme: 'system',
  time_zone: 'system',
  date_style: 'system',
  time_style: 'system',
  notices: {
    failed_forward: true,
    domain_changed: true,
    mailbox_paused: true,
    new_sign_in: true,
    weekly_summary: false,
  },
};

/** A change of preferences: what is absent stays. */
export const preferencesChange = z.strictObject({
  language: language.optional(),
  theme: theme.optional(),
  time_zone: timeZone.optional(),
  date_style: dateStyle.optional(),
  time_style: timeStyle.optional(),
  notices: notices.partial().optional(),
});
/** What {@link preferencesChange} reads. */
export type PreferencesChange = z.infer<typeof preferencesChange>;
