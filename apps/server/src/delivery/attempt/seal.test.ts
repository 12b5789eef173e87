import { parseHeaderBlock } from '@smtpy/mail';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../observe/index.ts';
import { address, contentOf, createSigner, type TestSigner } from '../testdata/attempts.ts';
import { sampleDelivery } from '../testdata/outgoing.ts';
import { storedBody } from './body.ts';
import { seal } from './seal.ts';

let signer: TestSigner;

beforeAll(async () => {
  signer = await createSigner();
});

async function sealed(fields: string, arcResult: string): Promise<readonly string[]> {
  const data = Buffer.from(`${fields}\r\n\r\n`);
  const header = parseHeaderBlock(data);
  const content = contentOf(data);
  const delivery = sampleDelivery();
  const result = await seal({ clock: systemClock })(
    {
      delivery: { ...delivery, authentication: { ...delivery.authentication, arc: { result: arcResult } } },
      destination: address(delivery.destination),
      isDestinationOurs: false,
      content,
      header,
      sentAs: address('shop@alias.test'),
      signingKey: signer.signingKey,
      mailFrom: '',
      fields: header.fields,
      body: storedBody(content),
    },
    new AbortController().signal,
  );
  if (result.kind !== 'continue') throw new Error('the step ended the attempt');
  return result.state.fields.map(({ name }) => name);
}

describe('seal', () => {
  const results = 'Authentication-Results: us.test; spf=pass';

  it('puts a set above what we found out', async () => {
    expect(await sealed(`${results}\r\nFrom: a@sender.test`, 'none')).toEqual([
      'ARC-Seal',
      'ARC-Message-Signature',
      'ARC-Authentication-Results',
      'Authentication-Results',
      'From',
    ]);
  });

  it('adds nothing where nothing was found out, or a chain must not go on', async () => {
    expect(await sealed('From: a@sender.test', 'none')).toEqual(['From']);
    expect(await sealed(`${results}\r\nFrom: a@sender.test`, 'pass')).toEqual([
      'Authentication-Results',
      'From',
    ]);
  });
});
