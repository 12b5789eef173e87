import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../apps/server/src/config/index.ts';
import { deriveKey, loadMasterKey } from '../../apps/server/src/db/index.ts';
import { formatHeldToken } from '../../apps/server/src/followups/held-token.ts';
import { type Correspondent, createCorrespondent } from '../e2e/correspondent.ts';
import { aliasDomain, mailbox, newestMessage } from '../e2e/installation.ts';
import { expectHonestMail, openTarget, recipientsOutside, type Target } from './target.ts';

const secretKey = 'a key of these tests, long enough for one';
const previewed = `preview@${aliasDomain}`;
let target: Target;
let jane: Correspondent;
/** The paths of two links that work: to mail in quarantine, and to a reply that waits for its writer. */
let quarantinePath: string;
let confirmPath: string;
let heldReplyId: string;
let heldMailId: string;

beforeAll(async () => {
  target = await openTarget({ SMTPY_SECRET_KEY: secretKey });
  jane = await createCorrespondent(target, mailbox, { hasSpf: false });
  await target.command('alias', 'add', previewed, '--to', mailbox);
  await target.command('alias', 'set', previewed, '--preview', 'on');
  await target.honest.send({ rcptTo: [previewed], fields: { Subject: 'Held' } });
  quarantinePath = linkIn((await jane.awaitMail(1)).data);
  heldMailId = (await newestMessage(target)).deliveries[0]?.id ?? '';
  const contact = (await target.command('contact', 'add', `shop@${aliasDomain}`, target.honest.address)) as {
    reply_address: string;
  };
  await jane.send({ rcptTo: [contact.reply_address], isSigned: false, fields: { Subject: 'Unproven' } });
  confirmPath = linkIn((await jane.awaitMail(2)).data);
  heldReplyId = (await newestMessage(target)).deliveries[0]?.id ?? '';
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

function linkIn(letter: Buffer): string {
  const text = letter.toString('latin1').replace(/=\r\n/gu, '').replaceAll('=3D', '=');
  return /\/(?:quarantine|confirm)\/[\w-]{48}/u.exec(text)?.[0] ?? '';
}

const forms = () =>
  [
    { kind: 'quarantine', path: quarantinePath, decisions: ['deliver', 'deliver_and_allow', 'delete'] },
    { kind: 'confirm', path: confirmPath, decisions: ['send', 'delete'] },
  ] as const;

/** One request exactly as written: neither path nor Host is tidied up. Gives the status; 0 where the connection broke. */
function ask(options: {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const { hostname, port } = new URL(target.server.httpUrl);
  const { method, path, headers = {}, body } = options;
  const type = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
  const asking = request(
    { hostname, port, method, path, headers: { ...type, ...headers }, timeout: 10_000 },
    (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    },
  );
  // What the server breaks off, or what may not be sent at all, acts on nothing.
  asking.on('error', () => resolve(0)).on('timeout', () => asking.destroy());
  asking.end(body);
  return promise;
}

interface Held {
  readonly items: readonly { readonly id: string }[];
}

/** The two deliveries are where they were. */
async function expectStillHeld(): Promise<void> {
  const { items } = (await target.command('queue', 'list', '--state', 'held')) as Held;
  expect(items.map(({ id }) => id).toSorted()).toEqual([heldMailId, heldReplyId].toSorted());
}

const keyOf = async (purpose: Parameters<typeof deriveKey>[1]): Promise<Buffer> =>
  deriveKey(await loadMasterKey({ secretKey: new Secret(secretKey), dataDir: '' }), purpose);

const later = new Date(Date.now() + 86_400_000);

/** Everything that is not the token, though made of it or like it. */
async function forgeriesOf(path: string, deliveryId: string): Promise<readonly string[]> {
  const [, folder = '', token = ''] = path.split('/');
  const other = folder === 'confirm' ? 'quarantine' : 'confirm';
  const octets = Buffer.from(token, 'base64url');
  const flipped = Array.from({ length: octets.length * 2 }, (_, index) => {
    const copy = Buffer.from(octets);
    copy[index >> 1] = (copy[index >> 1] ?? 0) ^ (index % 2 === 0 ? 1 : 128);
    return copy.toString('base64url');
  });
  const subject = { deliveryId, expiresAt: later };
  const purposes = ['return-path', 'loop-token', 'message-id', 'sealing'] as const;
  const otherPurpose = folder === 'confirm' ? 'quarantine' : 'confirmation';
  const keys = await Promise.all([...purposes, otherPurpose].map((purpose) => keyOf(purpose as 'sealing')));
  const tokens = [
    ...flipped,
    ...keys.map((key) => formatHeldToken(subject, key)),
    formatHeldToken(subject, Buffer.alloc(32)),
    token.slice(0, -1),
    token.slice(1),
    `${token}A`,
    `${token}=`,
    token.toUpperCase(),
    token.toLowerCase(),
    `${token.slice(0, 47)}%`,
    `${token}%00`,
    `%00${token}`,
    `${token}%0d%0aX-Injected:%20yes`,
    `${token}%20`,
    `${token}/`,
    `../${folder}/${token}/..`,
    `..%2f..%2fetc%2fpasswd`,
    '..%5c..%5cwindows',
    '%2e%2e%2f%2e%2e%2f',
    '.',
    '..',
    '%ff%fe',
    '%c0%af',
    encodeURIComponent('\u202e\ud83d\ude00\u0410'.repeat(12)),
    'A'.repeat(48),
    '_'.repeat(48),
    'A'.repeat(10_000),
    'A'.repeat(100),
    '__proto__',
    'constructor',
    heldMailId,
    "' or 1=1 --",
    '*',
  ].filter((forged) => forged !== token);
  return [
    ...tokens.map((forged) => `/${folder}/${encodeSpaces(forged)}`),
    `/${other}/${token}`,
    `//${folder}/${token}/x`,
  ];
}

const encodeSpaces = (text: string) => text.replaceAll(' ', '%20');

describe('a link that was not given', () => {
  it('shows nothing and does nothing, however it is made', async () => {
    for (const { path, decisions } of forms()) {
      const deliveryId = path === confirmPath ? heldReplyId : heldMailId;
      for (const forged of await forgeriesOf(path, deliveryId)) {
        const codes = [
          await ask({ method: 'GET', path: forged }),
          await ask({ method: 'POST', path: forged, body: `decision=${decisions[0]}` }),
        ];
        expect([forged, ...codes].slice(0, 3)).toEqual([forged, expect.any(Number), expect.any(Number)]);
        for (const code of codes)
          expect([forged, [0, 400, 404, 410, 414, 431].includes(code), code]).toEqual([forged, true, code]);
      }
    }
    await expectStillHeld();
  }, 60_000);

  it('is dead when its time is over, and for a delivery that is not there', async () => {
    const key = await keyOf('quarantine');
    const expired = formatHeldToken({ deliveryId: heldMailId, expiresAt: new Date(Date.now() - 2_000) }, key);
    const nobody = formatHeldToken({ deliveryId: randomUUID(), expiresAt: later }, key);
    const foreign = formatHeldToken({ deliveryId: heldReplyId, expiresAt: later }, key);
    // The key is the right one: a token made with it is the link's own.
    expect(await ask({ method: 'GET', path: quarantinePath })).toBe(200);
    for (const token of [expired, nobody, foreign])
      expect(await ask({ method: 'POST', path: `/quarantine/${token}`, body: 'decision=deliver' })).toBe(410);
    await expectStillHeld();
  });
});

describe('a link that was given', () => {
  it('does nothing by any method but POST, and nothing by a form that is not its own', async () => {
    for (const { path, decisions } of forms()) {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])
        expect(await ask({ method, path: `${path}?decision=${decisions[0]}` })).toBeLessThan(500);
      const bodies = [
        '',
        'decision=',
        'decision=DELIVER',
        'decision=deliver&decision=delete',
        'decision[]=deliver',
        'decision=constructor',
        `decision=${'x'.repeat(70_000)}`,
        `${'a=1&'.repeat(5_000)}decision`,
      ];
      for (const body of bodies) expect([400, 413]).toContain(await ask({ method: 'POST', path, body }));
      const types = ['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml'];
      for (const type of types) {
        const body = type.endsWith('json') ? `{"decision":["${decisions[0]}"]}` : `decision=${decisions[0]}`;
        expect([400, 413, 415]).toContain(
          await ask({ method: 'POST', path, body, headers: { 'content-type': type } }),
        );
      }
      const hidden = { 'x-http-method-override': 'POST' };
      await ask({ method: 'GET', path: `${path}?_method=POST&decision=${decisions[0]}`, headers: hidden });
    }
    await expectStillHeld();
  }, 30_000);

  it('does nothing for the page of another site', async () => {
    const origins = [
      'https://evil.example',
      'null',
      'file://',
      'http://127.0.0.1:1',
      'http://127.0.0.1.evil.example',
      'x',
    ];
    for (const { path, decisions } of forms()) {
      for (const origin of origins)
        expect(
          await ask({ method: 'POST', path, body: `decision=${decisions[0]}`, headers: { origin } }),
        ).toBe(403);
    }
    await expectStillHeld();
  });

  it.each([
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['Referer', { referer: 'https://evil.example/form' }],
  ])('does nothing for another site that says so by %s alone', async (_, headers) => {
    for (const { path } of forms())
      // An unfinished form: what is judged first is where it comes from.
      expect(await ask({ method: 'POST', path, body: 'decision=none', headers })).toBe(403);
    await expectStillHeld();
  });

  it('does nothing under a name that is not ours', async () => {
    const hosts = [
      'evil.example',
      'evil.example:80',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      'a b',
      '[::1',
      '0x7f.1',
    ];
    const heads = hosts.flatMap((host) => [
      `Host: ${host}`,
      `Host: ${host}\r\nOrigin: http://${host}`,
      `Host: ${host}\r\nX-Forwarded-Host: 127.0.0.1`,
    ]);
    for (const { path, decisions } of forms()) {
      const body = `decision=${decisions[0]}`;
      const form = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${String(body.length)}`;
      const requests = [
        ...[...heads, 'Host:', 'Host: 127.0.0.1\r\nHost: evil.example', 'X-No: host'].map(
          (head) => `POST ${path} HTTP/1.1\r\n${head}\r\n${form}\r\n\r\n${body}`,
        ),
        `POST ${path} HTTP/1.0\r\n${form}\r\n\r\n${body}`,
        `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n${form}\r\n\r\n0\r\n\r\n`,
        `POST ${path}\r\n\r\n`,
      ];
      for (const text of requests) {
        const status = await sendRaw(text);
        expect([text, [0, 400, 403, 421].includes(status), status]).toEqual([text, true, status]);
      }
      expect(
        await ask({ method: 'GET', path: `http://evil.example${path}`, headers: { host: 'evil.example' } }),
      ).not.toBe(200);
    }
    await expectStillHeld();
  });

  it('is obeyed once, by whichever of many comes first', async () => {
    const before = jane.received().length;
    const post = (path: string, decision: string) =>
      ask({ method: 'POST', path, body: `decision=${decision}` });
    const twelve = (path: string, words: readonly [string, string]) =>
      Promise.all(Array.from({ length: 12 }, (_, index) => post(path, words[index % 2] ?? '')));
    expect(new Set(await twelve(quarantinePath, ['deliver', 'deliver']))).toEqual(new Set([200]));
    await jane.awaitMail(before + 1);
    expect(await post(quarantinePath, 'delete')).toBe(200);
    expect(new Set(await twelve(confirmPath, ['send', 'delete']))).toEqual(new Set([200]));
    await expectHonestMail(target);
    const { items } = (await target.command('queue', 'list', '--state', 'held')) as Held;
    expect(items).toEqual([]);
    expect(jane.received().filter(({ data }) => data.includes('Subject: Held\r\n'))).toHaveLength(1);
    expect(target.honest.received().length).toBeLessThanOrEqual(1);
    expect(recipientsOutside(target).filter((address) => address !== target.honest.address)).toEqual([]);
  }, 60_000);
});

/** Writes a request octet by octet as it is given; gives the status, 0 where there is none. */
async function sendRaw(text: string): Promise<number> {
  const { hostname, port } = new URL(target.server.httpUrl);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setTimeout(10_000, () => socket.destroy());
  const { promise, resolve } = Promise.withResolvers<number>();
  let heard = '';
  socket.setEncoding('latin1').on('data', (some: string) => {
    heard += some;
    if (heard.includes('\r\n')) socket.destroy();
  });
  socket
    .on('error', () => undefined)
    .on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/u.exec(heard)?.[1] ?? 0)));
  socket.write(text);
  return promise;
}
