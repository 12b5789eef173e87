import { expect, it } from 'vitest';
import { transferGraceMs } from '../limits.ts';
import { judgeTransfer } from './transfer-pace.ts';

const maxMessageBytes = 50_000_000;

it.each([
  ['a silent start', transferGraceMs, 0, undefined],
  ['a trickle', transferGraceMs + 60_001, 245_760, 'transferTooSlow'],
  ['a slow line', transferGraceMs + 60_000, 245_760, undefined],
  ['a large message on a slow line', 3_600_000, 30_000_000, undefined],
  ['refused content that goes on', 1_000, 100_000_001, 'drainTooLong'],
])('%s', (_, elapsedMs, receivedOctets, verdict) => {
  expect(judgeTransfer({ elapsedMs, receivedOctets, maxMessageBytes })).toBe(verdict);
});
