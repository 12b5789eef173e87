import { expect, it } from 'vitest';
import { MemoryBudget } from './memory-budget.ts';

it('promises up to its limit, grows with what is taken, and gets everything back once', () => {
  const budget = new MemoryBudget(100);
  const first = budget.reserve(60);
  expect(budget.hasRoomFor(40)).toBe(true);
  expect(budget.hasRoomFor(41)).toBe(false);
  first.growTo(90);
  first.growTo(10);
  expect(budget.reservedOctets).toBe(90);
  first.release();
  first.release();
  first.growTo(500);
  expect(budget.reservedOctets).toBe(0);
});
