import { z } from 'zod';
import { id, instant } from '../api/page.ts';

const atMost = 'There are this many or more';

/** See `getStatisticsDashboard`. */
export const statisticsDashboard = z.object({
  time_zone: z.string().meta({ example: 'Europe/Paris' }),
  attention: z
    .object({
      held: z
        .int()
        .min(0)
        .meta({ description: `Deliveries that wait for a person. Of 10,000: ${atMost.toLowerCase()}` }),
      failed_24h: z
        .int()
        .min(0)
        .meta({ description: 'Deliveries that bounced or expired in the last 24 hours' }),
      domains: z
        .array(z.object({ id, name: z.string(), state: z.enum(['pending', 'degraded', 'suspended']) }))
        .meta({ description: 'Domains that are not as they should be, the first ten by name' }),
      domain_count: z.int().min(0),
      mailboxes: z
        .array(z.object({ id, address: z.string(), paused_at: instant }))
        .meta({ description: 'Paused mailboxes, the first ten by time' }),
      mailbox_count: z.int().min(0),
    })
    .meta({ description: 'What somebody should look at' }),
  forwarded_today: z.int().min(0).meta({ description: 'Since midnight in the time zone' }),
  forwarded_yesterday: z.int().min(0).meta({ description: 'The whole day before' }),
  delivery_rate: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: 'Of 30 days, today included; null: nothing ended', example: 0.992 }),
  previous_delivery_rate: z.number().min(0).max(1).nullable().meta({ description: 'Of the 30 days before' }),
  active_aliases: z
    .int()
    .min(0)
    .meta({ description: `Aliases that are switched on. Of 100,000: ${atMost.toLowerCase()}` }),
  median_latency_ms: z.number().min(0).nullable().meta({
    description: 'Of 30 days: half of the deliveries took no longer, within 9 %; null: there was none',
  }),
  days: z
    .array(
      z.object({
        day: z.iso.date(),
        delivered: z.int().min(0),
        bounced: z.int().min(0).meta({ description: 'Bounced or expired' }),
        held: z.int().min(0),
        discarded: z.int().min(0).meta({ description: 'Discarded or cancelled' }),
        refused: z.int().min(0),
      }),
    )
    .meta({ description: 'The last seven days, today last' }),
});
/** The answer. */
export type StatisticsDashboardBody = z.input<typeof statisticsDashboard>;

/** Its example in the reference. */
export const statisticsDashboardExample = {
  time_zone: 'Europe/Paris',
  attention: {
    held: 3,
    failed_24h: 1,
    domains: [{ id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001', name: 'my-domain.example', state: 'degraded' }],
    domain_count: 1,
    mailboxes: [],
    mailbox_count: 0,
  },
  forwarded_today: 41,
  forwarded_yesterday: 57,
  delivery_rate: 0.992,
  previous_delivery_rate: 0.987,
  active_aliases: 128,
  median_latency_ms: 152.2,
  days: [{ day: '2026-11-30', delivered: 41, bounced: 1, held: 3, discarded: 2, refused: 12 }],
} as const satisfies StatisticsDashboardBody;
