import type { AuthenticationFacts } from '../queue/index.ts';
import { clean } from './sentences.ts';

/** What came of a check, in a sentence; results that are not here are told by their name (RFC 8601 §2.7). */
const spfResults: Readonly<Record<string, string>> = {
  pass: 'It may.',
  fail: 'It must not.',
  softfail: 'It should not, but the domain is not sure.',
  neutral: 'The domain does not say.',
  none: 'The domain names no servers.',
  temperror: 'The DNS did not answer.',
  permerror: 'What the domain publishes cannot be read.',
};

const dkimResults: Readonly<Record<string, string>> = {
  pass: 'The signature is good',
  fail: 'The signature does not fit the message',
  none: 'There is no signature',
  neutral: 'The signature could not be judged',
  policy: 'The signature is not one that counts',
  temperror: 'The DNS did not answer',
  permerror: 'The signature or its key cannot be read',
};

const dmarcResults: Readonly<Record<string, string>> = {
  pass: 'One of them does.',
  fail: 'None of them does.',
  none: 'The domain asks nobody to look.',
  temperror: 'The DNS did not answer.',
  permerror: 'What the domain publishes cannot be read.',
};

const arcResults: Readonly<Record<string, string>> = {
  pass: 'The chain is unbroken.',
  fail: 'The chain is broken.',
  none: 'The message has no such chain.',
};

function resultOf(words: Readonly<Record<string, string>>, result: string): string {
  return (Object.hasOwn(words, result) ? words[result] : undefined) ?? `The result is ${clean(result)}.`;
}

/** SPF (RFC 7208) in two sentences. */
export function explainSpf({ result, domain }: AuthenticationFacts['spf']): string {
  const whose = domain === undefined ? 'the reverse path' : clean(domain);
  return `SPF asks whether the server may send for ${whose}. ${resultOf(spfResults, result)}`;
}

/** A DKIM signature (RFC 6376) in two sentences. */
export function explainDkim({ result, domain, isAligned }: AuthenticationFacts['dkim'][number]): string {
  const whose = domain === '' ? 'somebody' : clean(domain);
  const end = result === 'pass' ? `, and ${isAligned ? '' : 'not '}of the domain in From` : '';
  const said = resultOf(dkimResults, result).replace(/\.$/, '');
  return `DKIM asks whether ${whose} has signed the message and nobody changed it. ${said}${end}.`;
}

/** DMARC (RFC 7489) in two sentences. */
export function explainDmarc({ result, policy }: AuthenticationFacts['dmarc']): string {
  const wish = result === 'fail' && policy !== undefined ? ` Its policy is ${clean(policy)}.` : '';
  const said = resultOf(dmarcResults, result);
  return `DMARC asks whether SPF or DKIM speaks for the domain in From. ${said}${wish}`;
}

/** ARC (RFC 8617) in two sentences. */
export function explainArc({ result }: AuthenticationFacts['arc']): string {
  return `ARC tells what hosts on the way had checked. ${resultOf(arcResults, result)}`;
}
