import { expect, it } from 'vitest';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { makeAlias } from '../testdata/entries.ts';
import { submitter } from './submitter.ts';

function judge(message: string, isLoggedIn = true) {
  const arrival = makeArrival(message);
  const login = { alias: makeAlias('shop@alias.example') };
  const transaction = isLoggedIn ? { ...arrival.transaction, submitter: login } : arrival.transaction;
  return submitter({ ...arrival, transaction }, makeContext());
}

it.each(['From: shop@alias.example\n\n', 'From: Jane & Co <SHOP@Alias.Example>\n\n'])(
  'takes %j',
  (message) => {
    expect(judge(message)).toMatchObject({ kind: 'continue' });
  },
);

it.each([
  'From: other@alias.example\n\n',
  'From: jane@mailbox.example\n\n',
  'From: shop@alias.example, eve@evil.example\n\n',
  'From: shop@alias.example\nFrom: shop@alias.example\n\n',
  'From: "shop@alias.example" <eve@evil.example>\n\n',
  'Sender: shop@alias.example\n\n',
  '\n',
])('refuses %j', (message) => {
  expect(judge(message)).toMatchObject({
    kind: 'refuse',
    refusal: { reply: { code: 550, text: 'Authenticated for another address' } },
  });
});

it('asks nobody who did not log in', () => {
  expect(judge('From: jane@mailbox.example\n\n', false)).toMatchObject({ kind: 'continue' });
});
