import type { StatisticsDashboardBody } from '@smtpy/contract';
import { formatDay, dayAt } from './calendar.ts';
import { roundMs } from './form.ts';
import { readAttention } from './dashboard-store.ts';
import { percentileOf } from './latency.ts';
import { deliveredOf, deliveryRateOf, nothing } from './measures.ts';
import { lastDays, previousOf } from './range.ts';
import { quarterMs } from './spans.ts';
import { readHistograms, readSpans, type StatisticsDependencies } from './statistics.ts';
import { stepsOf } from './steps.ts';

const dayMs = 86_400_000;
const daysShown = 7;
const daysOfRates = 30;

/** What the dashboard shows, in three statements. */
export async function readDashboard(
  { db }: Pick<StatisticsDependencies, 'db'>,
  organizationId: string,
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
): Promise<StatisticsDashboardBody> {
  const recent = lastDays(daysOfRates, { timeZone, now });
  const steps = stepsOf(lastDays(daysShown, { timeZone, now }), { granularity: 'day', weekStart: 'monday' });
  const end = Math.ceil(now.getTime() / quarterMs) * quarterMs;
  const spans = [...steps, recent.span, previousOf(recent).span, { start: end - dayMs, end }];
  const [sums, [histogram], attention] = await Promise.all([
    readSpans({ db }, organizationId, { filter: {}, spans }),
    readHistograms({ db }, organizationId, [recent]),
    readAttention(db, organizationId),
  ]);
  const sumsAt = (index: number) => sums[index] ?? nothing;
  const [ofRecent, ofPrevious, ofDay] = [0, 1, 2].map((offset) => sumsAt(steps.length + offset));
  return {
    time_zone: timeZone,
    attention: { ...attention.counts, failed_24h: failedOf(ofDay ?? nothing) },
    forwarded_today: sumsAt(steps.length - 1).forwarded,
    forwarded_yesterday: sumsAt(steps.length - 2).forwarded,
    delivery_rate: deliveryRateOf(ofRecent ?? nothing),
    previous_delivery_rate: deliveryRateOf(ofPrevious ?? nothing),
    active_aliases: attention.activeAliases,
    median_latency_ms: roundMs(histogram && percentileOf(histogram, 0.5)),
    days: steps.map(({ start }, index) => {
      const ofStep = sumsAt(index);
      return {
        day: formatDay(dayAt(start, timeZone)),
        delivered: deliveredOf(ofStep),
        bounced: failedOf(ofStep),
        held: ofStep.held,
        discarded: ofStep.discarded + ofStep.cancelled,
        refused: ofStep.refused,
      };
    }),
  };
}

function failedOf({ bounced, expired }: typeof nothing): number {
  return bounced + expired;
}
