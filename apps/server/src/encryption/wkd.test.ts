import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAddress, type Address } from '@smtpy/mail';
import { type DnsServer, startDnsServer } from '@smtpy/testkit';
import { generateKey } from 'openpgp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureSelfSignedCertificate } from '../certificates/index.ts';
import { createResolver } from '../dns/index.ts';
import { systemClock } from '../observe/index.ts';
import { isPublicAddress } from '../outgoing-http/index.ts';
import { createKeyDirectory, type KeyDirectoryDependencies } from './wkd.ts';
import { wkdUrls } from './wkd-address.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const jane = address('Jane.Doe@mailbox.example');
const advancedHost = 'openpgpkey.mailbox.example';
const directHost = 'mailbox.example';

let dns: DnsServer;
let folder: string;
let certificates: Readonly<Record<string, ServerOptions & { readonly cert: string }>>;
let janesKey: Buffer;
let server: Server;
let answers: Map<string, { readonly status?: number; readonly octets?: Buffer; readonly location?: string }>;
let asked: string[];

const makeKey = async (email: string) => {
  const { publicKey } = await generateKey({ userIDs: [{ email }], format: 'object' });
  return Buffer.from(publicKey.write());
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smtpy-wkd-'));
  const made = await Promise.all(
    [advancedHost, directHost].map(
      async (hostname) =>
        [hostname, await ensureSelfSignedCertificate({ dataDir: join(folder, hostname), hostname })] as const,
    ),
  );
  certificates = Object.fromEntries(made);
  janesKey = await makeKey('jane.doe@mailbox.example');
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(async () => {
  dns = await startDnsServer({ ttlSeconds: 0 });
  answers = new Map();
  asked = [];
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await dns.close();
});

/** Starts a server for `hostname`, and a directory that trusts its certificate and may ask 127.0.0.1. */
async function serve(hostname: string, changes: Partial<KeyDirectoryDependencies> = {}) {
  server = createServer(certificates[hostname] ?? {}, (request, response) => {
    asked.push(`${request.headers.host?.split(':')[0] ?? ''}${request.url ?? ''}`);
    const answer = answers.get(request.url ?? '');
    if (answer?.octets === undefined && answer?.status === undefined) return;
    if (answer.location !== undefined) response.setHeader('location', answer.location);
    response.writeHead(answer.status ?? 200).end(answer.octets);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dns.set(hostname, 'A', ['127.0.0.1']);
  const certificateAuthority = certificates[hostname]?.cert;
  return createKeyDirectory({
    resolver: createResolver({ servers: [dns.address], timeoutMs: 2_000, clock: systemClock }),
    clock: systemClock,
    isAllowedAddress: (ip) => ip === '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    ...(certificateAuthority !== undefined && { certificateAuthority }),
    ...changes,
  });
}

const pathOf = ({ pathname, search }: URL) => pathname + search;
const advancedPath = pathOf(wkdUrls(jane).advanced);
const directPath = pathOf(wkdUrls(jane).direct);

describe('a published key', () => {
  it('is found by the advanced method, without asking elsewhere', async () => {
    const directory = await serve(advancedHost);
    answers.set(advancedPath, { octets: janesKey });
    expect(await directory.find(jane)).toMatchObject({
      kind: 'found',
      key: { addresses: [{ localPart: 'jane.doe' }] },
    });
    expect(asked).toEqual([advancedHost + advancedPath]);
  });

  it('is found by the direct method where the other has no host', async () => {
    const directory = await serve(directHost);
    answers.set(directPath, { octets: janesKey });
    expect((await directory.find(jane)).kind).toBe('found');
    expect(asked).toEqual([directHost + directPath]);
  });

  it('is taken from among others by its address alone', async () => {
    const directory = await serve(directHost);
    answers.set(directPath, {
      octets: Buffer.concat([await makeKey('john@mailbox.example'), janesKey]),
    });
    expect(await directory.find(jane)).toMatchObject({
      kind: 'found',
      key: { addresses: [{ localPart: 'jane.doe' }] },
    });
    answers.set(directPath, { octets: await makeKey('jane.doe@other.example') });
    expect(await directory.find(jane)).toEqual({
      kind: 'not_found',
      reason: 'The published key names other addresses',
    });
  });
});

describe('no key is taken', () => {
  it('that is missing, no key, or too large', async () => {
    const directory = await serve(directHost);
    answers.set(directPath, { status: 404 });
    expect(await directory.find(jane)).toMatchObject({ kind: 'not_found' });
    answers.set(directPath, { octets: Buffer.from('<html>') });
    expect(await directory.find(jane)).toMatchObject({ reason: 'What is published is no OpenPGP key' });
    answers.set(directPath, { octets: Buffer.alloc(300 * 1024) });
    expect(await directory.find(jane)).toMatchObject({
      reason: expect.stringContaining('too large') as string,
    });
  });

  it('from where a redirection leads', async () => {
    const directory = await serve(directHost);
    answers.set('/elsewhere', { octets: janesKey });
    answers.set(directPath, { status: 302, location: '/elsewhere' });
    expect(await directory.find(jane)).toMatchObject({ kind: 'not_found' });
    expect(asked).toEqual([directHost + directPath]);
  });

  it('from a host with another name or an unknown certificate', async () => {
    const directory = await serve(directHost, {
      certificateAuthority: certificates[advancedHost]?.cert ?? '',
    });
    answers.set(directPath, { octets: janesKey });
    expect(await directory.find(jane)).toMatchObject({ kind: 'failed' });
    expect(asked).toEqual([]);
  });

  it('from this machine or a private network, also where one of several addresses is there', async () => {
    const directory = await serve(directHost, { isAllowedAddress: isPublicAddress });
    answers.set(directPath, { octets: janesKey });
    for (const addresses of [['127.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['169.254.169.254']]) {
      dns.set(directHost, 'A', addresses);
      expect(await directory.find(jane)).toMatchObject({
        kind: 'not_found',
        reason: expect.stringContaining('not on the public Internet') as string,
      });
    }
    expect(asked).toEqual([]);
  });

  it('when DNS does not answer', async () => {
    const directory = await serve(directHost);
    dns.fail(advancedHost, 'SERVFAIL');
    expect(await directory.find(jane)).toEqual({
      kind: 'failed',
      reason: expect.stringContaining('DNS does not answer') as string,
    });
    expect(asked).toEqual([]);
  });

  it('from who does not answer in time', async () => {
    const directory = await serve(directHost, { timeoutMs: 300 });
    expect(await directory.find(jane)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('No answer in time') as string,
    });
    expect(asked).toHaveLength(1);
  });
});

it('connects to the address that was judged, whatever DNS says then', async () => {
  let questions = 0;
  const directory = await serve(directHost, {
    resolver: {
      resolveAddresses: (name) => {
        if (name === advancedHost) return Promise.resolve({ kind: 'no_such_name' });
        questions += 1;
        return Promise.resolve({ kind: 'found', records: [questions === 1 ? '127.0.0.1' : '10.0.0.1'] });
      },
    },
  });
  answers.set(directPath, { octets: janesKey });
  expect((await directory.find(jane)).kind).toBe('found');
  expect(questions).toBe(1);
});
