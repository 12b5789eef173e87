import { expect, it } from 'vitest';
import { countResults, heldIds, possibleActions } from './bulk-result.ts';

const results = [
  { result: 'done', deliveries: 2 },
  { result: 'conflict', deliveries: 0 },
];

it('counts deliveries that were tried or cancelled, and messages that were deleted', () => {
  expect(countResults('retry', results)).toEqual({ done: 2, failed: 1 });
  expect(countResults('delete', results)).toEqual({ done: 1, failed: 1 });
});

it('offers what one of the deliveries allows', () => {
  const message = (...states: string[]) => ({
    id: 'm',
    deliveries: states.map((state) => ({ id: state, state })),
  });
  expect(possibleActions([message('delivered')])).toEqual({ retry: false, cancel: false, release: false });
  expect(possibleActions([message('delivered'), message('held')])).toEqual({
    retry: false,
    cancel: true,
    release: true,
  });
  expect(heldIds([message('held', 'queued')])).toEqual(['held']);
});
