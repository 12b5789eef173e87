import { expect, it } from 'vitest';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { size } from './size.ts';

it('lets whole content pass', () => {
  const arrival = makeArrival('From: a@b.example\n\nx\n');
  expect(size(arrival, makeContext())).toEqual({ kind: 'continue', arrival });
});

it('refuses content over the limit with 552 and keeps its size for the log', () => {
  const arrival = makeArrival('', { content: { kind: 'faulty', sizeBytes: 99, fault: 'message_too_large' } });
  expect(size(arrival, makeContext())).toMatchObject({
    kind: 'refuse',
    refusal: { reply: { code: 552, enhanced: '5.3.4' }, reason: '99 octets' },
  });
});
