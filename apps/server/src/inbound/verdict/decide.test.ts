import { expect, it } from 'vitest';
import { refuse } from '../replies.ts';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { decide } from './decide.ts';
import { proceed, type Step } from './step.ts';

it('hands on what a step learned, and stops at the first refusal', async () => {
  const seen: string[] = [];
  const learn: Step = (arrival) => {
    seen.push('learn');
    return proceed({ ...arrival, loopingAliasIds: new Set(['x']) });
  };
  const object: Step = (arrival) => {
    seen.push(...arrival.loopingAliasIds);
    return { kind: 'refuse', refusal: refuse('mailLoop') };
  };
  const steps = [learn, object, learn];
  const result = await decide(makeArrival(''), { steps, context: makeContext() });
  expect(result).toMatchObject({ kind: 'refuse' });
  expect(seen).toEqual(['learn', 'x']);
});
