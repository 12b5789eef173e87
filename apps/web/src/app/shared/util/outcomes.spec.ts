import { describe, expect, it } from 'vitest';
import { outcomeBars, sumOutcomes, type OutcomeStep } from './outcomes.ts';

const none = { delivered: 0, held: 0, bounced: 0, discarded: 0, refused: 0 };
const steps: readonly OutcomeStep[] = [
  { label: 'Sun', title: 'Sunday', counts: { ...none, delivered: 3, refused: 1 } },
  { label: 'Mon', title: 'Monday', counts: { ...none, delivered: 4 } },
];

describe('outcomes', () => {
  it('are summed over the steps', () => {
    expect(sumOutcomes(steps)).toEqual({ ...none, delivered: 7, refused: 1 });
    expect(sumOutcomes([])).toEqual(none);
  });

  it('become bars, in the order of the stack, without those that never happened', () => {
    const { data } = outcomeBars(steps, { colour: (token) => token, word: String, number: String });
    expect(data.labels).toEqual(['Sun', 'Mon']);
    expect(data.datasets.map(({ label, data, backgroundColor }) => [label, data, backgroundColor])).toEqual([
      ['delivered', [3, 4], 'chart-delivered'],
      ['refused', [1, 0], 'chart-refused'],
    ]);
  });
});
