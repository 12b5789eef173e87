import { z } from 'zod';
import { id } from '../api/page.ts';
import { text } from '../api/text.ts';

const moment = (description: string, example: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/, {
      message: 'This is neither a day (2026-11-30) nor an instant in UTC (2026-11-30T09:30:00Z).',
    })
    .max(24)
    .optional()
    .meta({ description, example });

/** Which time, and by whose clocks. */
export const statisticsRangeShape = {
  from: moment(
    'The first day, or an instant, which counts from the beginning of its quarter hour on. Default: 30 days before `to`.',
    '2026-11-01',
  ),
  to: moment(
    'The first day or instant after it, at most 25 months later. Default: the end of today.',
    '2026-12-01',
  ),
  time_zone: text({ max: 64 }).optional().meta({
    description: 'A name of the IANA time zone database. Default: that of the preferences, or UTC.',
    example: 'Europe/Paris',
  }),
} as const;

/** What alone to count; one of them at most. */
export const statisticsFilterShape = {
  domain_id: id.optional().meta({ description: 'Only what concerns this domain' }),
  alias_id: id.optional().meta({ description: 'Only what concerns this alias' }),
  mailbox_id: id.optional().meta({ description: 'Only what concerns this mailbox' }),
} as const;

/** Whether to count the period before as well. */
export const statisticsComparison = z.enum(['previous']).optional().meta({
  description:
    '`previous`: also the period before, of as many days; of as many hours where the range has parts of days.',
  example: 'previous',
});

/** How a range is divided. */
export const statisticsGranularities = ['hour', 'day', 'week', 'month'] as const;

/** How long a step of a series is, and where weeks begin. */
export const statisticsGranularityShape = {
  granularity: z.enum(statisticsGranularities).default('day').meta({
    description:
      'By the clocks of the time zone: a day in which they change has 23 or 25 hours. `hour` for at most 31 days. The first and the last step end where the range does.',
    example: 'day',
  }),
  week_start: z.enum(['monday', 'sunday', 'saturday']).default('monday').meta({
    description: 'The first day of a week; Monday as in ISO 8601',
    example: 'monday',
  }),
} as const;

/** What a breakdown can be by. */
export const statisticsDimensions = [
  'domain',
  'alias',
  'mailbox',
  'state',
  'sender_domain',
  'reason',
  'authentication',
  'failure_class',
] as const;

/** What is counted, in the order of answers; what a breakdown can be sorted by. */
export const statisticsOrders = [
  'messages',
  'bytes',
  'accepted',
  'forwarded',
  'replied',
  'bounced',
  'expired',
  'discarded',
  'cancelled',
  'held',
  'deferred',
  'refused',
] as const;

/** Forms of an export. */
export const statisticsExportFormats = ['csv', 'json', 'pdf'] as const;

/** What an export can have a row of, for each step. */
export const statisticsExportRows = [
  'organization',
  'domain',
  'alias',
  'mailbox',
  'sender_domain',
  'reason',
  'authentication',
  'failure_class',
] as const;
