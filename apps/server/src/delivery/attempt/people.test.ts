import { parseHeaderBlock } from '@smtpy/mail';
import { beforeAll, describe, expect, it } from 'vitest';
import { address, contactFor, contentOf, createSigner, type TestSigner } from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { loadPeople } from './people.ts';

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

async function load(fields: string, { failure }: { readonly failure?: Error } = {}) {
  const data = Buffer.from(`From: author@sender.test\r\n${fields}\r\n\r\n`);
  const ensured: string[] = [];
  const step = loadPeople({
    ensureContacts: (_aliasId, people) => {
      ensured.push(...people.map((person) => `${person.address.localPart}@${person.address.domain}`));
      return failure === undefined
        ? Promise.resolve(people.map((person) => contactFor(person.address)))
        : Promise.reject(failure);
    },
    findByReplyAddress: (organizationId, addresses) =>
      Promise.resolve(
        addresses
          .filter(
            ({ localPart }) =>
              localPart.startsWith('r.') && organizationId === sampleDelivery().organizationId,
          )
          .map((replyAddress) => ({ address: address('known@other.test'), replyAddress })),
      ),
  });
  const result = await step(
    {
      delivery: sampleDelivery(),
      destination: address(sampleDelivery().destination),
      isDestinationOurs: false,
      content: contentOf(data),
      header: parseHeaderBlock(data),
      sentAs: address('shop@alias.test'),
      signingKey: signer.signingKey,
      aliasId: 'alias',
      aliasAddress: address('shop@alias.test'),
      contact: contactFor(address('author@sender.test')),
      replyToContact: undefined,
    },
    new AbortController().signal,
  );
  if (result.kind !== 'continue') throw new Error('the step ended the attempt');
  return { ensured, replyAddressOf: (text: string) => result.state.replyAddressOf(address(text)) };
}

describe('loadPeople', () => {
  it('asks for nobody where the alias alone is named', async () => {
    const { ensured, replyAddressOf } = await load('To: Shop <SHOP@alias.test>\r\nCc: shop+news@alias.test');
    expect(ensured).toEqual([]);
    expect(replyAddressOf('shop@alias.test')).toBeUndefined();
  });

  it('finds what stands for everybody else, in whatever case he is written', async () => {
    const { ensured, replyAddressOf } = await load(
      'To: shop@alias.test, Ann <Ann@Other.test>\r\nCc: bob@other.test',
    );
    expect(ensured).toEqual(['Ann@other.test', 'bob@other.test']);
    expect(replyAddressOf('ANN@other.test')).toEqual(address('r.ann.other.test@alias.test'));
    expect(replyAddressOf('eve@other.test')).toBeUndefined();
  });

  it('takes neither the mailbox nor reply addresses of ours for people', async () => {
    const { ensured } = await load('To: jane@example.com, r.known@alias.test, ann@other.test');
    expect(ensured).toEqual(['ann@other.test']);
  });

  it('leaves everybody as he is where there are too many', async () => {
    const list = (count: number) =>
      `To: shop@alias.test, ${Array.from({ length: count }, (_, index) => `p${String(index)}@other.test`).join(',\r\n ')}`;
    expect((await load(list(25))).ensured).toHaveLength(25);
    const { ensured, replyAddressOf } = await load(list(26));
    expect(ensured).toEqual([]);
    expect(replyAddressOf('p1@other.test')).toBeUndefined();
  });

  it('does not go on without the contacts', async () => {
    await expect(load('To: ann@other.test', { failure: new Error('the database is gone') })).rejects.toThrow(
      'the database is gone',
    );
  });
});
