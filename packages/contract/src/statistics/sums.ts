import { z } from 'zod';
import { instant } from '../api/page.ts';

const count = (description: string) => z.int().min(0).meta({ description });

/** What is counted. */
export const statisticsSums = z.object({
  messages: count('Messages that were accepted, each once however many deliveries came of it'),
  bytes: count('Their size in octets'),
  accepted: count('Deliveries that came of them'),
  forwarded: count('Deliveries that a mailbox’s host took'),
  replied: count('Deliveries that a contact’s host took'),
  bounced: count('Deliveries that were refused for good'),
  expired: count('Deliveries for which no time was left'),
  discarded: count('Deliveries that, by decision, were not sent'),
  cancelled: count('Deliveries that an owner or the operator ended'),
  held: count('How often a delivery began to wait for a person'),
  deferred: count('Attempts that failed for a time'),
  refused: count('Recipients that were refused before acceptance'),
  delivery_rate: z.number().min(0).max(1).nullable().meta({
    description:
      'The share of what was taken (forwarded, replied) in what was taken, bounced or expired; null: none was',
    example: 0.992,
  }),
});
/** Sums in an answer. */
export type StatisticsSumsBody = z.input<typeof statisticsSums>;

/** The time that an answer is about. */
export const statisticsRange = z.object({
  from: instant.meta({ description: 'The first instant', example: '2026-10-31T23:00:00.000Z' }),
  to: instant.meta({ description: 'The first instant after it', example: '2026-11-30T23:00:00.000Z' }),
  time_zone: z
    .string()
    .meta({ description: 'By whose clocks days and hours are counted', example: 'Europe/Paris' }),
});

const range = {
  from: '2026-10-31T23:00:00.000Z',
  to: '2026-11-30T23:00:00.000Z',
  time_zone: 'Europe/Paris',
} as const;
const sums = {
  messages: 1210,
  bytes: 48_120_332,
  accepted: 1250,
  forwarded: 1130,
  replied: 85,
  bounced: 7,
  expired: 3,
  discarded: 19,
  cancelled: 1,
  held: 12,
  deferred: 44,
  refused: 310,
  delivery_rate: 0.992,
} as const satisfies StatisticsSumsBody;

/** Parts of the examples in the reference. */
export const statisticsExamples = {
  range,
  sums,
  previousRange: { ...range, from: '2026-10-01T22:00:00.000Z', to: '2026-10-31T23:00:00.000Z' },
} as const;
