import { expect, it } from 'vitest';
import { notKnown } from '../authentication/authenticate.ts';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { authentication } from './authentication.ts';

it('keeps what was found out and refuses nothing', async () => {
  const facts = notKnown('DNS is on fire');
  const context = makeContext({ authenticate: () => Promise.resolve(facts) });
  const result = await authentication(makeArrival('From: a@b.example\n\n'), context);
  expect(result).toMatchObject({ kind: 'continue', arrival: { authentication: facts } });
});
