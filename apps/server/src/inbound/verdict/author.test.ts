import { expect, it } from 'vitest';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { makeDelivery } from '../testdata/entries.ts';
import { author } from './author.ts';

it('reads the author from From', () => {
  const result = author(makeArrival('From: Jane Doe <jane@sender.example>\n\n'), makeContext());
  expect(result).toMatchObject({
    kind: 'continue',
    arrival: { author: { kind: 'found', address: { localPart: 'jane', domain: 'sender.example' } } },
  });
});

it.each(['Subject: x\n\n', 'From: nobody at all\n\n', ''])('falls back to the envelope: %j', (message) => {
  const result = author(makeArrival(message), makeContext());
  expect(result).toMatchObject({
    arrival: { author: { kind: 'found', address: { localPart: 'bounces', domain: 'sender.example' } } },
  });
});

it('refuses a message of nobody for an alias, and takes it as a report', () => {
  const arrival = makeArrival('From: MAILER-DAEMON\n\n');
  const nullSender = { ...arrival, transaction: { ...arrival.transaction, mailFrom: '' } };
  expect(author(nullSender, makeContext())).toMatchObject({
    kind: 'refuse',
    refusal: { reply: { code: 550, enhanced: '5.6.0' } },
  });
  const route = { kind: 'bounce', recipient: 'b-x@alias.example', delivery: makeDelivery('d') } as const;
  const report = { ...nullSender, transaction: { ...nullSender.transaction, routes: [route] } };
  expect(author(report, makeContext())).toMatchObject({
    kind: 'continue',
    arrival: { author: { kind: 'missing' } },
  });
});

it('refuses two From fields, but not of a report', () => {
  const arrival = makeArrival('From: jane@sender.example\nfrom: ceo@bank.example\n\n');
  expect(author(arrival, makeContext())).toMatchObject({ kind: 'refuse', refusal: { reply: { code: 550 } } });
  const route = { kind: 'bounce', recipient: 'b-x@alias.example', delivery: makeDelivery('d') } as const;
  const report = { ...arrival, transaction: { ...arrival.transaction, routes: [route] } };
  expect(author(report, makeContext())).toMatchObject({ kind: 'continue' });
});
