import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { createSealer } from '../db/index.ts';
import { createSecret, formatSecret, openSecret, sealSecret, signatureHeaders } from './secret.ts';

const content = { id: '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001', at: new Date(), body: Buffer.from('{"ü":1}') };

describe('a signature', () => {
  it('is one that the independent verifier takes', () => {
    const secret = createSecret();
    const headers = signatureHeaders(content, [secret]);
    expect(new Webhook(formatSecret(secret)).verify(content.body, headers)).toEqual({ ü: 1 });
  });

  it('is checked with either secret during a change', () => {
    const [present, previous] = [createSecret(), createSecret()];
    const headers = signatureHeaders(content, [present, previous]);
    for (const secret of [present, previous])
      expect(new Webhook(formatSecret(secret)).verify(content.body, headers)).toEqual({ ü: 1 });
  });

  it('is refused for another secret, body, id or time', () => {
    const secret = createSecret();
    const headers = signatureHeaders(content, [secret]);
    const verifier = new Webhook(formatSecret(secret));
    const verify =
      (body: string, changed: object = {}) =>
      () =>
        verifier.verify(body, { ...headers, ...changed });
    expect(() => new Webhook(formatSecret(createSecret())).verify(content.body, headers)).toThrow(
      WebhookVerificationError,
    );
    expect(verify('{"ü":2}')).toThrow(WebhookVerificationError);
    expect(verify('{"ü":1}', { 'webhook-id': 'another' })).toThrow(WebhookVerificationError);
    const later = String(Number(headers['webhook-timestamp']) + 1);
    expect(verify('{"ü":1}', { 'webhook-timestamp': later })).toThrow(WebhookVerificationError);
  });
});

it('is checked by the example of the manual', async () => {
  const manual = await readFile(join(import.meta.dirname, '../../../../docs/webhooks.md'), 'utf8');
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(manual) ?? [];
  // What the manual shows is no module of ours: its type is what it says.
  const { isFromSmtpy } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
  )) as { isFromSmtpy: (request: object) => boolean };
  const secret = createSecret();
  const [headers, body] = [signatureHeaders(content, [createSecret(), secret]), content.body.toString()];
  const check = (changed: object) => isFromSmtpy({ headers, body, secret: formatSecret(secret), ...changed });
  expect(check({})).toBe(true);
  expect(check({ body: `${body} ` })).toBe(false);
  expect(check({ secret: formatSecret(createSecret()) })).toBe(false);
  expect(check({ headers: { ...headers, 'webhook-timestamp': '1' } })).toBe(false);
});

describe('a secret', () => {
  it('has 32 octets, and no two are the same', () => {
    const [one, other] = [formatSecret(createSecret()), formatSecret(createSecret())];
    expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(one).not.toBe(other);
  });

  it('is sealed for its webhook alone', () => {
    const sealer = createSealer(Buffer.alloc(32, 7));
    const secret = createSecret();
    const sealed = sealSecret(sealer, 'one', secret);
    expect(sealed.includes(secret)).toBe(false);
    expect(openSecret(sealer, 'one', sealed)).toEqual(secret);
    expect(() => openSecret(sealer, 'other', sealed)).toThrow();
  });
});
