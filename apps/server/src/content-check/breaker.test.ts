import { createManualClock } from '@smtpy/testkit';
import { expect, it } from 'vitest';
import { createBreaker } from './breaker.ts';

it('opens after three failures in a row, lets one through every ten seconds, and closes with the first success', () => {
  const clock = createManualClock();
  const breaker = createBreaker(clock);
  expect([breaker.fail(), breaker.fail(), breaker.succeed()]).toEqual([false, false, false]);
  expect([breaker.fail(), breaker.fail()]).toEqual([false, false]);
  expect(breaker.admit()).toBe(true);
  expect(breaker.fail()).toBe(true);
  expect(breaker.admit()).toBe(false);
  clock.advance(9_999);
  expect(breaker.admit()).toBe(false);
  clock.advance(1);
  expect([breaker.admit(), breaker.admit()]).toEqual([true, false]);
  expect(breaker.fail()).toBe(false);
  clock.advance(10_000);
  expect(breaker.admit()).toBe(true);
  expect(breaker.succeed()).toBe(true);
  expect([breaker.admit(), breaker.admit()]).toEqual([true, true]);
});

it('is not held open by a clock that was set back', () => {
  const clock = createManualClock();
  const breaker = createBreaker(clock);
  for (let count = 0; count < 3; count += 1) breaker.fail();
  clock.advance(-3_600_000);
  expect(breaker.admit()).toBe(true);
});
