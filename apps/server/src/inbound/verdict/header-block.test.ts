import { expect, it } from 'vitest';
import { maxHeaderFields } from '../limits.ts';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { headerBlock } from './header-block.ts';

it('lets a header of the largest number of fields pass, and refuses one more', () => {
  const fields = 'X: y\n'.repeat(maxHeaderFields);
  expect(headerBlock(makeArrival(`${fields}\n`), makeContext())).toMatchObject({ kind: 'continue' });
  expect(headerBlock(makeArrival(`${fields}X: y\n\n`), makeContext())).toMatchObject({
    kind: 'refuse',
    refusal: { reply: { code: 554 } },
  });
});

it('refuses a header that did not end within the first chunk', () => {
  const arrival = makeArrival('', { content: { kind: 'faulty', sizeBytes: 9, fault: 'header_too_large' } });
  expect(headerBlock(arrival, makeContext())).toMatchObject({ kind: 'refuse' });
});
