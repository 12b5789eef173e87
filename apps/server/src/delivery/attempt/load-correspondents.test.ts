import { parseHeaderBlock } from '@smtpy/mail';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  address,
  contactFor,
  contentOf,
  createSigner,
  traceHeader,
  type TestSigner,
} from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { loadCorrespondents, type CorrespondentLoaders } from './load-correspondents.ts';

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

async function load(fields: string, changes: Partial<CorrespondentLoaders> = {}) {
  const data = Buffer.from(`From: jane@example.com\r\n${fields}\r\n\r\n`);
  const asked: unknown[] = [];
  const step = loadCorrespondents({
    loadAlias: () =>
      Promise.resolve({ address: address('shop@alias.test'), displayName: undefined, mailboxes: [] }),
    loadContact: () => Promise.resolve(contactFor(address('author@sender.test'))),
    ensureContacts: (_aliasId, people) => Promise.resolve(people.map((each) => contactFor(each.address))),
    findByReplyAddress: (organizationId, addresses) => {
      asked.push([organizationId, addresses.map(({ localPart }) => localPart)]);
      return Promise.resolve([]);
    },
    findReceivedIds: () => Promise.resolve([]),
    ...changes,
  });
  const delivery = sampleDelivery({
    kind: 'reply',
    recipient: 'shop+author=sender.test@alias.test',
    destination: 'author@sender.test',
  });
  const state = {
    delivery,
    destination: address('author@sender.test'),
    isDestinationOurs: false,
    content: { ...contentOf(data), traceHeader },
    header: parseHeaderBlock(data),
    sentAs: address('shop@alias.test'),
    signingKey: signer.signingKey,
  };
  const result = await step(state, new AbortController().signal);
  if (result.kind !== 'continue') throw new Error('the step ended the attempt');
  return { asked, delivery, state: result.state };
}

describe('loadCorrespondents', () => {
  it('asks for reply addresses of the organization alone, and leaves what is none', async () => {
    const { asked, delivery, state } = await load('To: r.secret.other.test@alias.test, ann@other.test');
    expect(asked).toEqual([[delivery.organizationId, ['r.secret.other.test', 'ann']]]);
    expect(state.realAddressOf(address('r.secret.other.test@alias.test'))).toBeUndefined();
    expect(state.realAddressOf(address('ann@other.test'))).toBeUndefined();
  });

  it.each([
    ['shop+author=sender.test@alias.test', 'author@sender.test'],
    ['r.author.sender.test@alias.test', 'author@sender.test'],
    ['Shop+a+b=c=Other.Test@alias.test', 'a+b=c@other.test'],
    ['shop+nobody@alias.test', undefined],
    ['shop+=other.test@alias.test', undefined],
    ['shop+eve=localhost@alias.test', undefined],
    ['other+eve=other.test@alias.test', undefined],
    ['shop+eve=other.test@elsewhere.test', undefined],
  ])('reads %s as %s', async (named, real) => {
    const { state } = await load(`To: ${named}`);
    expect(state.realAddressOf(address(named))).toEqual(real === undefined ? undefined : address(real));
  });

  it('asks once which of the ids came in', async () => {
    const wanted: (readonly string[])[] = [];
    const { state } = await load('In-Reply-To: <b@x.test>\r\nReferences: <a@x.test> <b@x.test>', {
      findReceivedIds: (_aliasId, ids) => {
        wanted.push(ids);
        return Promise.resolve(['<a@x.test>']);
      },
    });
    expect(wanted).toEqual([['<b@x.test>', '<a@x.test>']]);
    expect([...state.receivedIds]).toEqual(['<a@x.test>']);
  });
});
