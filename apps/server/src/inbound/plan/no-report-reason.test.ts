import { expect, it } from 'vitest';
import type { AuthenticationFacts } from '../../queue/index.ts';
import { makeArrival, passingFacts } from '../testdata/arrivals.ts';
import { makeAlias } from '../testdata/entries.ts';
import { findNoReportReason } from './no-report-reason.ts';

const unproven: AuthenticationFacts = {
  spf: { result: 'softfail', domain: 'sender.example' },
  dkim: [],
  dmarc: { result: 'none', domain: 'sender.example' },
  arc: { result: 'none' },
};
const signed = (domain: string, isAligned: boolean, result = 'pass'): AuthenticationFacts => ({
  ...unproven,
  dkim: [{ result, domain, isAligned }],
});

function reasonOf(
  authentication: AuthenticationFacts,
  { mailFrom = 'jane@mail.sender.example', header = '' } = {},
): string | undefined {
  const arrival = makeArrival(`From: jane@sender.example\n${header}\n`, { authentication });
  return findNoReportReason({ ...arrival, transaction: { ...arrival.transaction, mailFrom } });
}

it.each([
  ['SPF of the reverse path', { ...unproven, spf: { result: 'pass', domain: 'mail.sender.example' } }],
  ['DKIM of its domain', signed('mail.sender.example', false)],
  ['DKIM of its organization', signed('sender.example', true)],
])('tells a sender whom %s proves', (_, facts) => {
  expect(reasonOf(facts)).toBeUndefined();
});

it.each([
  ['nothing', unproven],
  ['SPF of another domain (HELO)', { ...unproven, spf: { result: 'pass', domain: 'evil.example' } }],
  ['DKIM of a stranger', signed('evil.example', false)],
  ['DKIM that fails', signed('mail.sender.example', true, 'fail')],
])('does not tell a sender whom %s proves', (_, facts) => {
  expect(reasonOf(facts)).toBe('unproven_sender');
});

it('does not tell a reverse path of another organization than the proven author', () => {
  const facts = signed('sender.example', true);
  expect(reasonOf(facts, { mailFrom: 'victim@elsewhere.example' })).toBe('unproven_sender');
  expect(reasonOf(facts, { mailFrom: 'victim@notsender.example' })).toBe('unproven_sender');
  const nameless = { ...facts, dmarc: { result: 'none' } };
  expect(reasonOf(nameless, { mailFrom: 'victim@elsewhere.example' })).toBe('unproven_sender');
});

it.each([
  ['null_sender', { mailFrom: '' }],
  ['list', { header: 'List-Id: <l.sender.example>\n' }],
  ['automatic', { header: 'Auto-Submitted: auto-generated\n' }],
])('does not tell: %s', (reason, message) => {
  expect(reasonOf(passingFacts, { mailFrom: 'jane@sender.example', ...message })).toBe(reason);
});

it('tells who logged in', () => {
  const arrival = makeArrival('From: shop@alias.example\n\n', { authentication: unproven });
  const submitter = { alias: makeAlias('shop@alias.example') };
  expect(
    findNoReportReason({ ...arrival, transaction: { ...arrival.transaction, submitter } }),
  ).toBeUndefined();
});
