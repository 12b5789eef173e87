import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../apps/server/src/config/index.ts';
import { deriveKey, loadMasterKey } from '../../apps/server/src/db/index.ts';
import { formatHeldToken } from '../../apps/server/src/followups/held-token.ts';
import type { Correspondent } from '../e2e/correspondent.ts';
import { type HeldLinks, openHeldLinks, secretKey } from './held-links.ts';
import { expectHonestMail, recipientsOutside, type Target } from './target.ts';

let links: HeldLinks;
let target: Target;
let jane: Correspondent;
let quarantinePath: string;
let confirmPath: string;
let ask: HeldLinks['ask'];
let expectStillHeld: HeldLinks['expectStillHeld'];

beforeAll(async () => {
  links = await openHeldLinks();
  ({ target, jane, quarantinePath, confirmPath, ask, expectStillHeld } = links);
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

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
    for (const { path, decisions } of links.forms) {
      const deliveryId = path === confirmPath ? links.heldReplyId : links.heldMailId;
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

  it('that is the id of a held delivery leads to the page of the application, the same as any id does', async () => {
    const pageOf = async (id: string): Promise<readonly [number, string]> => {
      const answer = await fetch(`${target.server.httpUrl}/quarantine/${id}`);
      return [answer.status, (await answer.text()).replaceAll(/nonce="[^"]+"/giu, '')];
    };
    const [status, page] = await pageOf(links.heldMailId);
    expect([status, page]).toEqual(await pageOf(randomUUID()));
    expect(page).not.toContain('Held');
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect(
        await ask({ method, path: `/quarantine/${links.heldMailId}`, body: 'decision=deliver' }),
      ).toBeGreaterThanOrEqual(400);
    for (const path of [`/confirm/${links.heldReplyId}`, `/confirm/${links.heldMailId}`])
      expect([400, 404, 410]).toContain(await ask({ method: 'GET', path }));
    await expectStillHeld();
  });

  it('is dead when its time is over, and for a delivery that is not there', async () => {
    const key = await keyOf('quarantine');
    const expired = formatHeldToken(
      { deliveryId: links.heldMailId, expiresAt: new Date(Date.now() - 2_000) },
      key,
    );
    const nobody = formatHeldToken({ deliveryId: randomUUID(), expiresAt: later }, key);
    const foreign = formatHeldToken({ deliveryId: links.heldReplyId, expiresAt: later }, key);
    // The key is the right one: a token made with it is the link's own.
    expect(await ask({ method: 'GET', path: quarantinePath })).toBe(200);
    for (const token of [expired, nobody, foreign])
      expect(await ask({ method: 'POST', path: `/quarantine/${token}`, body: 'decision=deliver' })).toBe(410);
    await expectStillHeld();
  });
});

describe('a link that was given', () => {
  it('does nothing by any method but POST, and nothing by a form that is not its own', async () => {
    for (const { path, decisions } of links.forms) {
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
    const { items } = (await target.command('queue', 'list', '--state', 'held')) as {
      items: readonly unknown[];
    };
    expect(items).toEqual([]);
    expect(jane.received().filter(({ data }) => data.includes('Subject: Held\r\n'))).toHaveLength(1);
    expect(target.honest.received().length).toBeLessThanOrEqual(1);
    expect(recipientsOutside(target).filter((address) => address !== target.honest.address)).toEqual([]);
  }, 60_000);
});
