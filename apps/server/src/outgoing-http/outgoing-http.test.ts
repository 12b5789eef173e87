import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DnsServer,
  startDnsServer,
  startWebhookReceiver,
  type WebhookAnswer,
  type WebhookReceiver,
} from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureSelfSignedCertificate, type Certificate } from '../certificates/index.ts';
import { createResolver } from '../dns/index.ts';
import { systemClock } from '../observe/index.ts';
import { allowNetworks } from './allowed-networks.ts';
import { createOutgoingHttp, type OutgoingRequest } from './outgoing-http.ts';
import { otherRefused, privateTargets } from './testdata/private-targets.ts';

const host = 'receiver.example';
let stack: AsyncDisposableStack;
let dns: DnsServer;
let folder: string;
let certificate: Certificate;
let receiver: WebhookReceiver;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), 'smtpy-http-'));
  certificate = await ensureSelfSignedCertificate({ dataDir: folder, hostname: host });
  dns = stack.use(await startDnsServer({ ttlSeconds: 0 }));
  receiver = stack.use(await startWebhookReceiver(certificate));
});
afterAll(async () => {
  await stack.disposeAsync();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = 204;
  dns.set(host, 'A', ['127.0.0.1']);
  dns.forgetQueries();
});

interface Options {
  readonly allowed?: readonly string[];
  readonly certificateAuthority?: string | undefined;
}

function send(
  request: Partial<OutgoingRequest> = {},
  { allowed = ['127.0.0.1'], certificateAuthority = certificate.cert }: Options = {},
) {
  const resolver = createResolver({ servers: [dns.address], timeoutMs: 2_000, clock: systemClock });
  const http = createOutgoingHttp({ resolver, allowsAddress: allowNetworks(allowed), certificateAuthority });
  const url = new URL(`https://${host}:${String(receiver.port)}/hook?x=1`);
  return http.send({
    url,
    method: 'POST',
    headers: { 'x-test': 'yes' },
    body: Buffer.from('{"a":1}'),
    ...request,
  });
}

describe('a request', () => {
  it('arrives whole, and the answer comes back', async () => {
    receiver.answer = (response) => response.writeHead(200, { 'x-answer': 'seen' }).end('thanks');
    expect(await send()).toMatchObject({
      kind: 'answered',
      status: 200,
      headers: { 'x-answer': 'seen' },
      body: Buffer.from('thanks'),
      isTruncated: false,
    });
    expect(receiver.received).toMatchObject([
      { path: '/hook?x=1', headers: { 'x-test': 'yes', 'content-length': '7' }, body: '{"a":1}' },
    ]);
  });

  it('follows no redirection', async () => {
    receiver.answer = (response) =>
      response.writeHead(307, { location: `https://${host}:${String(receiver.port)}/elsewhere` }).end();
    expect(await send()).toMatchObject({ kind: 'answered', status: 307 });
    expect(receiver.received).toHaveLength(1);
  });

  it('takes no proxy from the environment', async () => {
    const names = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY'] as const;
    for (const name of names) process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : 'http://127.0.0.1:9';
    try {
      expect(await send()).toMatchObject({ kind: 'answered' });
    } finally {
      for (const name of names) Reflect.deleteProperty(process.env, name);
    }
  });
});

describe('nothing is sent', () => {
  const targets = [...privateTargets, ...otherRefused].flatMap((text) => URL.parse(text) ?? []);

  it('to any notation of an address that is not public', async () => {
    for (const url of targets.filter(({ hostname }) => hostname !== host && !hostname.endsWith('.example'))) {
      const answer = await send({ url }, { allowed: [] });
      expect([url.href, answer.kind === 'forbidden' || answer.kind === 'no_host']).toEqual([url.href, true]);
    }
    expect(receiver.received).toEqual([]);
  });

  // One address stands for the public Internet, so that a client that is broken reaches nobody else either.
  it.each([
    [['127.0.0.9']],
    [['127.0.0.1', '127.0.0.9']],
    [['127.0.0.9', '127.0.0.1']],
    [['127.0.0.1', '10.0.0.1']],
    [['127.0.0.1', '169.254.169.254', '0.0.0.0']],
  ])('to a name with the addresses %j', async (addresses) => {
    dns.set(host, 'A', addresses);
    expect(await send()).toMatchObject({ kind: 'forbidden' });
    expect(receiver.received).toEqual([]);
  });

  it.each(['::1', '::ffff:127.0.0.1', 'fd00::1', '64:ff9b::7f00:1'])(
    'to a name with the address %s',
    async (ip) => {
      dns.set(host, 'A', []);
      dns.set(host, 'AAAA', [ip]);
      expect(await send({}, { allowed: [] })).toMatchObject({ kind: 'forbidden' });
      dns.set(host, 'AAAA', []);
    },
  );

  it('to where DNS leads a moment later', async () => {
    // Good with the first answer, and with every later one a forbidden address at which the same server listens.
    const resolver = createResolver({ servers: [dns.address], timeoutMs: 2_000, clock: systemClock });
    const allowsAddress = allowNetworks(['127.0.0.1']);
    const http = createOutgoingHttp({
      resolver: {
        resolveAddresses: async (name) => {
          const answer = await resolver.resolveAddresses(name);
          dns.set(host, 'A', ['127.0.0.9']);
          return answer;
        },
      },
      allowsAddress,
      certificateAuthority: certificate.cert,
    });
    const url = new URL(`https://${host}:${String(receiver.port)}/`);
    const post = () => http.send({ url, method: 'POST', headers: {} });
    expect(await post()).toMatchObject({ kind: 'answered' });
    expect(dns.queries.filter(({ type }) => type === 'A')).toHaveLength(1);
    expect(await post()).toMatchObject({ kind: 'forbidden' });
    expect(receiver.received).toHaveLength(1);
  });

  it('without TLS, or where the certificate is not that of the host', async () => {
    const plain = new URL(`http://${host}:${String(receiver.port)}/`);
    expect(await send({ url: plain })).toMatchObject({ kind: 'forbidden' });
    dns.set('other.example', 'A', ['127.0.0.1']);
    const other = new URL(`https://other.example:${String(receiver.port)}/`);
    expect(await send({ url: other })).toMatchObject({ kind: 'failed' });
    const resolver = createResolver({ servers: [dns.address], timeoutMs: 2_000, clock: systemClock });
    const trusting = createOutgoingHttp({ resolver, allowsAddress: allowNetworks(['127.0.0.1']) });
    const url = new URL(`https://${host}:${String(receiver.port)}/`);
    expect(await trusting.send({ url, method: 'POST', headers: {} })).toMatchObject({ kind: 'failed' });
    expect(receiver.received).toEqual([]);
  });

  it('where DNS fails or knows nothing', async () => {
    dns.fail('broken.example', 'SERVFAIL');
    expect(await send({ url: new URL('https://broken.example/') })).toMatchObject({ kind: 'failed' });
    expect(await send({ url: new URL('https://nowhere.example/') })).toMatchObject({ kind: 'no_host' });
  });
});

describe('an answer', () => {
  const endless: WebhookAnswer = (response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'), 10);
    response.on('close', () => {
      clearInterval(timer);
    });
  };

  it('that never comes or never ends takes the time that there is', async () => {
    for (const answer of [() => undefined, endless]) {
      receiver.answer = answer;
      const began = performance.now();
      expect(await send({ signal: AbortSignal.timeout(300) })).toEqual({
        kind: 'failed',
        reason: 'No answer in time',
      });
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });

  it('is kept to a bound, and its rest is not read', async () => {
    let written = 0;
    receiver.answer = (response) => {
      response.writeHead(200);
      const fill = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024))) written += 64 * 1024;
      };
      response.on('drain', fill);
      fill();
    };
    const answer = await send();
    expect(answer).toMatchObject({ kind: 'answered', isTruncated: true });
    expect(answer.kind === 'answered' && answer.body.length).toBe(64 * 1024);
    expect(written).toBeLessThan(20 * 1024 * 1024);
  });

  it('with too much of a header, or in another protocol, is a failure', async () => {
    receiver.answer = (response) =>
      response
        .writeHead(
          200,
          Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`x-${n}`, 'y'.repeat(1_000)])),
        )
        .end();
    expect(await send()).toMatchObject({ kind: 'failed' });
    receiver.answer = (response) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n');
    expect(await send()).toMatchObject({ kind: 'failed' });
    receiver.answer = (response) =>
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
    expect(await send({ signal: AbortSignal.timeout(1_000) })).toMatchObject({ kind: 'failed' });
  });
});
