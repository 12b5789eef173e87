import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatHeldToken } from '../followups/index.ts';
import { silentEvents } from '../observe/index.ts';
import { openQuarantineWorld, type QuarantineWorld } from '../quarantine/testdata/quarantine-world.ts';
import { createHttpApp, registerQuarantinePage } from './index.ts';

let world: QuarantineWorld;
let app: FastifyInstance;
let id: string;
let url: string;

beforeAll(async () => {
  world = await openQuarantineWorld();
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      registerQuarantinePage(routes, { links: world.links });
    },
  });
});
afterAll(async () => {
  await app.close();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  id = await world.hold({ message: { subject: '<script>alert(1)</script> \u202egpj' } });
  url = world.pathOf(id);
});

const host = 'smtpy.example';

const open = (address = url) => app.inject({ url: address, headers: { host } });

const post = (decision: string, { address = url, origin = `https://${host}` } = {}) =>
  app.inject({
    method: 'POST',
    url: address,
    headers: { host, origin, 'content-type': 'application/x-www-form-urlencoded' },
    payload: `decision=${decision}`,
  });

describe('the page of a held message', () => {
  it('shows it, is not cached, and changes nothing, however often it is opened', async () => {
    const [page] = await Promise.all([
      open(),
      open(),
      app.inject({ method: 'HEAD', url, headers: { host } }),
    ]);
    expect(page.statusCode).toBe(200);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    for (const words of [
      'Sender not proven',
      'shop',
      'The parcel is on its way.',
      'DMARC',
      'value="deliver"',
    ])
      expect(page.body).toContain(words);
    expect(page.body).toContain('&lt;script&gt;');
    expect(page.body).not.toMatch(/<script|\u202e|real\.jane/u);
    expect(await world.stateOf(id)).toBe('held');
  });

  it('delivers, and says so from then on', async () => {
    expect((await post('deliver')).body).toContain('The message was released');
    expect(await world.stateOf(id)).toBe('queued');
    expect((await open()).body).toContain('The message was released');
    expect((await post('delete')).body).toContain('The message was released');
    expect(await world.stateOf(id)).toBe('queued');
  });

  it('delivers and allows the sender, having said what that means', async () => {
    expect((await open()).body).toContain('This message does not prove who sent it');
    expect((await post('deliver_and_allow')).body).toContain(
      'also where a message does not prove who sent it',
    );
    const { organizationId, aliasId } = world;
    const [entry] = await world.senders.list({ organizationId, aliasId, limit: 1 });
    expect(entry).toMatchObject({ subject: 'ann@sender.example', acceptsUnproven: true });
  });

  it.each(['rule', 'not_encrypted'] as const)(
    'does not offer to allow where that is pointless: %s',
    async (holdReason) => {
      const address = world.pathOf(await world.hold({ delivery: { holdReason } }));
      expect((await open(address)).body).not.toContain('deliver_and_allow');
    },
  );

  it('deletes, and says so from then on', async () => {
    expect((await post('delete')).body).toContain('The message was deleted');
    expect(await world.stateOf(id)).toBe('cancelled');
    expect((await open()).body).toContain('The message was deleted');
    expect((await post('deliver')).body).toContain('The message was deleted');
  });

  it('masks the sender as the organization wants it', async () => {
    const message = { privacyLevel: 'domain', subject: undefined } as const;
    const { body } = await open(world.pathOf(await world.hold({ message })));
    expect(body).toContain('someone at sender.example');
    expect(body).not.toContain('ann@');
  });

  it('wants a decision that it knows, from a page of its own', async () => {
    const page = await post('burn');
    expect([page.statusCode, page.body.includes('did not arrive whole')]).toEqual([400, true]);
    expect((await post('deliver', { origin: 'https://evil.example' })).statusCode).toBe(403);
    expect(await world.stateOf(id)).toBe('held');
  });
});

describe('a link that is none', () => {
  it('with any bit changed tells nothing and does nothing', async () => {
    const octets = Buffer.from(url.slice('/quarantine/'.length), 'base64url');
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: octets.length * 8 - 1 }), async (bit) => {
        const altered = Buffer.from(octets);
        altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const address = `/quarantine/${altered.toString('base64url')}`;
        const [shown, posted] = await Promise.all([open(address), post('deliver', { address })]);
        expect([shown.statusCode, posted.statusCode]).toEqual([404, 404]);
        expect(shown.body).not.toContain('sender.example');
      }),
      { numRuns: 60 },
    );
    expect(await world.stateOf(id)).toBe('held');
  });

  it('of another kind or installation is no link', async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const address = `/quarantine/${formatHeldToken({ deliveryId: id, expiresAt }, randomBytes(32))}`;
    expect((await open(address)).statusCode).toBe(404);
    expect((await post('deliver', { address })).statusCode).toBe(404);
  });

  it('says when its time is over', async () => {
    const address = world.pathOf(id, -2_000);
    const page = await open(address);
    expect([page.statusCode, page.body.includes('no longer works')]).toEqual([410, true]);
    expect(page.body).not.toContain('sender.example');
    expect((await post('deliver', { address })).statusCode).toBe(410);
    expect(await world.stateOf(id)).toBe('held');
  });
});
