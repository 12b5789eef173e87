import type { ChartConfiguration } from 'chart.js';

/** What became of mail, in the order in which charts stack it from the ground up. Words are `outcome.<name>`. */
export const outcomes = ['delivered', 'held', 'bounced', 'discarded', 'refused'] as const;
/** One of {@link outcomes}. */
export type Outcome = (typeof outcomes)[number];

/** A step of time with what happened in it. */
export interface OutcomeStep {
  /** Under the bar: `Mon 30`. */
  readonly label: string;
  /** In the table and over the bar: `Monday 30 November`. */
  readonly title: string;
  readonly counts: Readonly<Record<Outcome, number>>;
}

/** What the bars are made of besides the steps. */
export interface OutcomeLook {
  readonly colour: (token: string) => string;
  readonly word: (outcome: Outcome) => string;
  readonly number: (value: number) => string;
}

type Plugins = NonNullable<NonNullable<ChartConfiguration<'bar'>['options']>['plugins']>;
type Tooltip = NonNullable<Plugins['tooltip']>;

/** How many of each there are in all. */
export function sumOutcomes(steps: readonly OutcomeStep[]): Readonly<Record<Outcome, number>> {
  const sums = { delivered: 0, held: 0, bounced: 0, discarded: 0, refused: 0 };
  for (const { counts } of steps) for (const outcome of outcomes) sums[outcome] += counts[outcome];
  return sums;
}

/** Bars that are stacked by outcome; those of which there is none are left out. */
export function outcomeBars(steps: readonly OutcomeStep[], look: OutcomeLook): ChartConfiguration<'bar'> {
  const sums = sumOutcomes(steps);
  const shown = outcomes.filter((outcome) => sums[outcome] > 0);
  return {
    type: 'bar',
    data: {
      labels: steps.map(({ label }) => label),
      datasets: shown.map((outcome) => ({
        label: look.word(outcome),
        data: steps.map(({ counts }) => counts[outcome]),
        backgroundColor: look.colour(`chart-${outcome}`),
        // The library cannot darken colours in OKLCH by itself.
        hoverBackgroundColor: look.colour(`chart-${outcome}`),
        maxBarThickness: 44,
        borderRadius: 2,
      })),
    },
    options: {
      interaction: { mode: 'index', intersect: false },
      scales: {
        x: {
          stacked: true,
          grid: { display: false },
          border: { display: false },
          ticks: { maxRotation: 0, autoSkipPadding: 12 },
        },
        y: {
          stacked: true,
          beginAtZero: true,
          border: { display: false },
          grid: { color: look.colour('line') },
          ticks: { precision: 0, maxTicksLimit: 6, callback: (value) => look.number(Number(value)) },
        },
      },
      plugins: {
        legend: { display: false },
        tooltip: numbersOfStep(steps, look),
      },
    },
  };
}

/** What stands over the bar that is pointed at. */
function numbersOfStep(steps: readonly OutcomeStep[], look: OutcomeLook): Tooltip {
  return {
    backgroundColor: look.colour('card'),
    titleColor: look.colour('text'),
    bodyColor: look.colour('text'),
    borderColor: look.colour('line-strong'),
    borderWidth: 1,
    padding: 10,
    boxPadding: 4,
    callbacks: {
      title: ([item]) => steps[item?.dataIndex ?? 0]?.title ?? '',
      label: ({ dataset, raw }) => ` ${dataset.label ?? ''}: ${look.number(Number(raw))}`,
    },
  };
}
