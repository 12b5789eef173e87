import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HeldLinks, openHeldLinks } from './held-links.ts';
import { expectHonestMail, type Target } from './target.ts';

let links: HeldLinks;
let target: Target;
let ask: HeldLinks['ask'];
let expectStillHeld: HeldLinks['expectStillHeld'];

beforeAll(async () => {
  links = await openHeldLinks();
  ({ target, ask, expectStillHeld } = links);
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

describe('a link that was given', () => {
  it('does nothing for the page of another site', async () => {
    const origins = [
      'https://evil.example',
      'null',
      'file://',
      'http://127.0.0.1:1',
      'http://127.0.0.1.evil.example',
      'x',
    ];
    for (const { path, decisions } of links.forms) {
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
    for (const { path } of links.forms)
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
    for (const { path, decisions } of links.forms) {
      const body = `decision=${decisions[0]}`;
      const form = `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${String(body.length)}`;
      const requests = [
        ...[...heads, 'Host:', 'X-No: host'].map(
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

  it('is not judged by the first of two names (RFC 9112 §3.2)', async () => {
    for (const { path } of links.forms) {
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example`;
      const form = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1';
      // Answered as a form that did not arrive whole, it would be 400 as well, with a page.
      expect(await sendRaw(`GET ${path} HTTP/1.1${head.slice(head.indexOf('\r\n'))}\r\n\r\n`)).toBe(400);
      expect(await sendRaw(`${head}\r\n${form}\r\n\r\nx`)).toBe(400);
    }
    await expectStillHeld();
  });

  it('is left as it was, and so is honest mail', async () => {
    await expectStillHeld();
    await expectHonestMail(target);
  }, 30_000);
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
