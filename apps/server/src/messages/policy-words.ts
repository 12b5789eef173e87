import { contentWords } from './content-words.ts';
import type { FactData, OutcomeWords } from './fact-data.ts';
import { rulesWords } from './rules-words.ts';
import { clean, textOf } from './sentences.ts';

const addressWords: OutcomeWords = {
  alias: () => 'the address is an alias',
  plus: () => 'the address is an alias with a plus; what is behind the plus does not count',
  catch_all: () => 'nobody made this address; the catch-all of the domain takes it',
  catch_all_created: () => 'nobody made this address; the catch-all of the domain makes it an alias',
  reply_address: () => 'the address is a reply address',
  alias_disabled: () => 'the alias is switched off; switch it on to get its mail',
  alias_expired: () => 'the alias has expired; give it more time or more messages to get its mail',
};

const senderWords: OutcomeWords = {
  none: () => 'the sender is neither blocked nor allowed',
  allowed: (data) => `the sender is allowed${byEntry(data)}`,
  blocked: (data) => `the sender is blocked${byEntry(data)}; allow it to get its mail`,
};

const listWords: OutcomeWords = {
  not_listed: () => 'the client is on no DNS list',
  listed: (data) => `the client is on ${listOf(data)}, and nothing proves that it sends for whom it names`,
  overridden: (data) => `the client is on ${listOf(data)}; the sender is allowed all the same`,
};

const authenticationWords: OutcomeWords = {
  pass: (data) => `DMARC passes for ${domainOf(data)}`,
  none: (data) => `${domainOf(data)} publishes no DMARC policy`,
  fail: (data) =>
    `DMARC fails; ${domainOf(data)} ${failWords[textOf(data['policy']) ?? ''] ?? 'has a policy'}`,
  quarantined: (data) => `DMARC fails; ${domainOf(data)} asks for quarantine`,
  temperror: () => 'DMARC could not be looked up; that stops no mail',
  permerror: () => 'the DMARC policy cannot be read; that stops no mail',
};

/** What a domain asks for with mail that fails, and was not done. */
const failWords: Readonly<Record<string, string>> = {
  none: 'asks for nothing in that case',
  quarantine: 'asks for quarantine, but the sender is allowed',
  reject: 'asks for refusal, which was not done for all',
};

const greylistWords: OutcomeWords = {
  passed: () => 'the sender came back, or has done so before',
  skipped: () => 'the sender is not asked to come back',
};

const pinningWords: OutcomeWords = {
  learned: (data) => `the alias expects ${domainOf(data)} from now on`,
  pinned: (data) => `the alias expects ${domainOf(data)}`,
  not_proven: (data) => `nothing proves that it is from ${domainOf(data)}; the alias learns nothing from it`,
  other: (data) => `the alias expects others than ${domainOf(data)}; name it as expected if it may write`,
};

/** The steps of the policy. A label is the word at the beginning of the line. */
const steps: Readonly<Record<string, { readonly label: string; readonly words: OutcomeWords }>> = {
  address: { label: 'Address', words: addressWords },
  limits: { label: 'Limits', words: { within: () => 'within the limits' } },
  senders: { label: 'Senders', words: senderWords },
  dns_lists: { label: 'DNS lists', words: listWords },
  authentication: { label: 'DMARC', words: authenticationWords },
  greylist: { label: 'Greylisting', words: greylistWords },
  pinning: { label: 'Pinning', words: pinningWords },
  content: { label: 'Content', words: contentWords },
  rules: { label: 'Rules', words: rulesWords },
};

/** A recorded fact in words. A step or an outcome of a newer program is told by its name, which is all that is known here. */
export function describePolicy(fact: FactData): { readonly label: string; readonly sentence: string } {
  const name = textOf(fact['step']) ?? 'unknown';
  const outcome = textOf(fact['outcome']) ?? 'unknown';
  const data = Object(fact['data']) as FactData;
  const step = Object.hasOwn(steps, name) ? steps[name] : undefined;
  const words = step && Object.hasOwn(step.words, outcome) ? step.words[outcome] : undefined;
  if (step === undefined) return { label: 'Policy', sentence: clean(`${spaced(name)}: ${spaced(outcome)}`) };
  const reason = textOf(data['reason']);
  const bare = reason === undefined ? spaced(outcome) : `${spaced(outcome)}: ${reason}`;
  return { label: step.label, sentence: clean(words?.(data) ?? bare) };
}

/** A word of the program as people write it. */
export function spaced(word: string): string {
  return word.replaceAll('_', ' ');
}

function domainOf(data: FactData): string {
  const domain = textOf(data['domain']) ?? '';
  return domain === '' ? 'the domain in From' : domain;
}

function listOf(data: FactData): string {
  const zone = textOf(data['zone']);
  return zone === undefined ? 'a DNS list' : `the DNS list ${zone}`;
}

/** ` by the entry example.com of the alias`. */
function byEntry(data: FactData): string {
  const entry = textOf(data['entry']);
  if (entry === undefined) return '';
  const scope = textOf(data['scope']);
  return ` by the entry ${entry}${scope === undefined ? '' : ` of the ${scope}`}`;
}
