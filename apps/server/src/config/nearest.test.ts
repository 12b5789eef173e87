import { expect, it } from 'vitest';
import { findNearest } from './nearest.ts';

const words = ['serve', 'migrate', 'alias add', 'queue list'];

it.each([
  ['serv', 'serve'],
  ['sevre', 'serve'],
  ['migarte', 'migrate'],
  ['alais add', 'alias add'],
  ['queue lits', 'queue list'],
])('%s is nearest to %s', (given, nearest) => {
  expect(findNearest(given, words)).toBe(nearest);
});

it.each(['', 'x', 'frobnicate'])('"%s" is near nothing', (given) => {
  expect(findNearest(given, words)).toBeUndefined();
});
