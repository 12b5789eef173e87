import { expect, it } from 'vitest';
import { shownChecks } from './checks.ts';
import type { Message } from './told.ts';

const base = { domain: 'example.com', comment: null, words: 'Two. Sentences.' };

function check(changes: Partial<Message['authentication']>) {
  const authentication = {
    words: '',
    login: null,
    spf: { ...base, result: 'pass' },
    dkim: [],
    dmarc: { ...base, result: 'pass', policy: null },
    arc: { ...base, result: 'none' },
    ...changes,
  };
  return shownChecks({ authentication } as unknown as Message);
}

it('tells that nothing is signed, and a signature each otherwise', () => {
  expect(check({}).map(({ name, result }) => `${name} ${result}`)).toEqual([
    'SPF pass',
    'DKIM none',
    'DMARC pass',
    'ARC none',
  ]);
  const signature = { ...base, result: 'pass', selector: 's1', is_aligned: false };
  const [, foreign, own] = check({ dkim: [signature, { ...signature, is_aligned: true }] });
  expect(foreign).toMatchObject({ answer: 'messages.check.dkim.pass', verdict: 'open' });
  expect(own).toMatchObject({ answer: 'messages.check.dkim.pass_aligned', verdict: 'good' });
});

it('says what the domain wishes where DMARC fails, and leaves unknown results to the server', () => {
  const dmarc = { ...base, result: 'fail', policy: 'reject' };
  expect(check({ dmarc })[2]).toMatchObject({ answer: 'messages.check.dmarc.fail_reject', verdict: 'bad' });
  expect(check({ spf: { ...base, result: 'maybe' } })[0]).toMatchObject({
    answer: undefined,
    isKnown: false,
  });
});
