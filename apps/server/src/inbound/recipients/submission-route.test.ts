import { formatAddress } from '@smtpy/mail';
import { expect, it } from 'vitest';
import { findEntry, firstEntries, makeAlias } from '../testdata/entries.ts';
import { testKeys } from '../testdata/receiving-world.ts';
import { routeRecipient } from './route-recipient.ts';

const entries = firstEntries();
const submitter = makeAlias('shop@alias.example');

/** The route of a recipient, in a line, or the reply. */
async function route(recipient: string): Promise<string> {
  const routing = await routeRecipient(recipient, {
    directory: { lookUp: (address) => Promise.resolve(findEntry(entries, address)) },
    hostname: 'mx.alias.example',
    submitter,
    queue: { findDelivery: () => Promise.resolve({ kind: 'not_found' }) },
    returnPathKey: testKeys.returnPathKey,
    clock: { now: () => new Date('2030-01-01T00:00:00Z') },
  });
  if (routing.kind === 'refused') return String(routing.refusal.reply.code);
  const { route: found } = routing;
  if (found.kind !== 'reply') return `${found.kind} ${found.recipient}`;
  const { alias, contact, origin } = found;
  return `${origin.kind} as ${formatAddress(alias.address)} to ${formatAddress(contact.address)} ${contact.id ?? 'new'}`;
}

it.each([
  ['Jim@elsewhere.example', 'submission as shop@alias.example to Jim@elsewhere.example new'],
  [
    'r-bob@alias.example',
    'submission as shop@alias.example to bob@contact.example contact:alias:shop@alias.example:bob@contact.example',
  ],
  ['shop+new=contact.example@alias.example', 'submission as shop@alias.example to new@contact.example new'],
  ['other@alias.example', 'submission as shop@alias.example to other@alias.example new'],
  ['sales@second.example', 'submission as shop@alias.example to sales@second.example new'],
  ['silent@alias.example', 'submission as shop@alias.example to silent@alias.example new'],
])('%s of who is logged in for an alias goes: %s', async (recipient, expected) => {
  expect(await route(recipient)).toBe(expected);
});

it.each([
  ['r-bob-of-pair@alias.example', '550'],
  ['r-bob@second.example', '550'],
  ['pair+new=contact.example@alias.example', '550'],
  ['nobody@alias.example', '550'],
  ['gone@alias.example', '550'],
  ['off@alias.example', '550'],
  ['any@suspended.example', '450'],
  ['paused@alias.example', '450'],
  ['b-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@alias.example', '550'],
  ['victim%elsewhere.example@alias.example', '550'],
  ['jim@[192.0.2.1]', '550'],
  ['jim', '501'],
])('%s is refused with %s', async (recipient, code) => {
  expect(await route(recipient)).toBe(code);
});
