import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  type TestAnswer,
  type TestApi,
} from '../../fixtures/index.ts';
import type { Principal } from '../api/index.ts';
import { createAudit, type Audit } from '../audit/index.ts';
import { systemClock as clock } from '../observe/index.ts';
import { quarantineRoutes } from './index.ts';
import { hostileHtml } from './testdata/hostile-html.ts';
import { mailboxAddress, openQuarantineWorld, type QuarantineWorld } from './testdata/quarantine-world.ts';

let world: QuarantineWorld;
let api: TestApi;
let audit: Audit;
let strangerOrganizationId: string;
const principals: Record<string, Principal> = {};

beforeAll(async () => {
  world = await openQuarantineWorld();
  const { db, queue, organizationId } = world;
  audit = createAudit({ db, clock });
  const [jane] = await db.query<{ readonly id: string }>({
    text: 'select "userId" as id from auth.member where "organizationId" = $1',
    params: [organizationId],
  });
  principals['jane'] = createPrincipal(jane?.id ?? '');
  const stranger = await createOwner(db, 'stranger');
  strangerOrganizationId = stranger.organizationId;
  principals['stranger'] = createPrincipal(stranger.id, { email: stranger.email });
  api = await openTestApi({ db, routes: quarantineRoutes({ db, clock, audit, queue }), principals });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const send = (method: string, path: string, body?: unknown, as = 'jane'): Promise<TestAnswer> =>
  api.send(method, `/v1/quarantine${path}`, {
    as,
    headers: {
      'smtpy-organization': as === 'stranger' ? strangerOrganizationId : world.organizationId,
    },
    ...(body !== undefined && { body }),
  });

const codeOf = ({ status, body }: TestAnswer): string =>
  status < 400 ? String(status) : String((body as { readonly code?: unknown }).code);

const release = (id: string, body?: object, as?: string) => send('POST', `/${id}/release`, body, as);
const remove = (id: string, as?: string) => send('DELETE', `/${id}`, undefined, as);

async function idsOf(query: string, as?: string): Promise<readonly string[]> {
  const { body } = await send('GET', query, undefined, as);
  return (body as { readonly items: readonly { readonly id: string }[] }).items.map(({ id }) => id);
}

const entries = (limit: number) =>
  audit.list({ scope: { kind: 'organization', organizationId: world.organizationId }, limit });

async function clear(): Promise<void> {
  await world.db.query({
    text: 'truncate messages, deliveries, events, contents, alias_counters, followups',
  });
  await world.db.query({ text: 'delete from sender_entries' });
}

describe('GET /v1/quarantine', () => {
  it('lists what is held, newest first, filtered and page by page, and counts it', async () => {
    await clear();
    const first = await world.hold();
    const second = await world.hold({
      delivery: { holdReason: 'spam' },
      message: { headerFrom: 'Eve_%@other.example' },
    });
    const reply = await world.hold({ delivery: { kind: 'reply', holdReason: 'unproven_sender' } });
    expect(await idsOf('')).toEqual([second, first]);
    expect(await idsOf('?reason=spam')).toEqual([second]);
    expect(await idsOf(`?alias_id=${world.aliasId}&mailbox_id=${world.mailboxId}`)).toEqual([second, first]);
    expect(await idsOf(`?alias_id=${randomUUID()}`)).toEqual([]);
    expect(await idsOf('?search=EVE_%25')).toEqual([second]);
    expect(await idsOf('?search=e%25e')).toEqual([]);
    const page = (await send('GET', '?limit=1')).body as { readonly next_cursor: string };
    expect(await idsOf(`?limit=1&cursor=${page.next_cursor}`)).toEqual([first]);
    expect((await send('GET', '/count')).body).toMatchObject({ count: 2, is_exact: true });
    expect(codeOf(await release(reply))).toBe('not_found');
    const [item] = ((await send('GET', '?reason=dmarc')).body as { readonly items: readonly object[] }).items;
    expect(item).toMatchObject({
      id: first,
      alias: { id: world.aliasId, address: 'shop@my.example' },
      mailbox: { id: world.mailboxId, address: mailboxAddress },
      reason: 'dmarc',
      reason_label: 'Sender not proven',
      header_from: 'ann@sender.example',
      mail_from: 'bounce@sender.example',
      subject: 'Your order',
      checks: [{ name: 'SPF', verdict: 'failed' }, { name: 'DKIM' }, { name: 'DMARC' }],
      allow: { accepts_unproven: true },
    });
  });

  it('shows senders, and finds them, only as far as they are kept', async () => {
    await clear();
    const id = await world.hold({ message: { privacyLevel: 'domain' } });
    expect((await send('GET', '')).text).not.toContain('ann@');
    expect(await idsOf('?search=ann')).toEqual([]);
    expect(await idsOf('?search=sender.example')).toEqual([id]);
    await release(id, { allow_sender: 'alias' });
    const told = JSON.stringify(await entries(2));
    expect(told).toContain('*@sender.example');
    expect(told).not.toContain('ann@');
  });
});

describe('GET /v1/quarantine/{held_id}', () => {
  const letter = (html: string): string =>
    `From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`;

  it('leaves nothing of hostile HTML that runs, loads, posts or leads away', async () => {
    const origin = 'http://evil.example';
    const html = Object.values(hostileHtml).join('\n').replaceAll('ORIGIN', origin);
    const id = await world.hold({ content: letter(html) });
    const shown = (await send('GET', `/${id}`)).body as { readonly content: { readonly html: string } };
    const document = shown.content.html;
    expect(document).toMatch(
      /^<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'/u,
    );
    const body = document.slice(document.indexOf('<body>'));
    expect(body).not.toMatch(
      /<(?:script|iframe|form|meta|base|link|object|embed|svg|math|style|video|audio)/iu,
    );
    expect(body).not.toMatch(/\son\w+=|javascript:|vbscript:|srcset|url\(/iu);
    expect(body).not.toMatch(/src="(?!data:image\/(?:png|jpeg|gif|webp))/iu);
    expect(await world.stateOf(id)).toBe('held');
  });

  it('reads whatever MIME comes, and cleans what strangers wrote', async () => {
    const parts = 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'.repeat(2_000);
    const named = `From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: application/x\u0001y; name="=?utf-8?q?inv=E2=80=AEfdp.exe=00?="\r\nContent-Disposition: attachment\r\n\r\nMZ\r\n--x--\r\n`;
    const contents = [
      `From: a@b.example\r\n${parts}`,
      named,
      letter('<div>'.repeat(20_000)),
      `Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\u001b$B\u0000\u0000\u00ff`,
      `Subject: x\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html\r\n\r\n${'####'.repeat(10_000)}`,
      '\r\n\u0000\u202Eabc',
    ];
    for (const content of contents) {
      const id = await world.hold({ content });
      const answer = await send('GET', `/${id}`);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.text).not.toMatch(/\u202e|\\u202e|\\u0000/iu);
    }
    const id = await world.hold({ content: named });
    const { content } = (await send('GET', `/${id}`)).body as { readonly content: object };
    expect(content).toMatchObject({
      attachments: [{ name: expect.stringContaining('fdp.exe') as string, size_bytes: 3 }],
    });
  });

  it('is not there once it was decided, nor for anybody else', async () => {
    const id = await world.hold();
    expect(codeOf(await send('GET', `/${id}`, undefined, 'stranger'))).toBe('not_found');
    await remove(id);
    expect(codeOf(await send('GET', `/${id}`))).toBe('not_found');
    expect(codeOf(await send('GET', `/${randomUUID()}`))).toBe('not_found');
  });
});

describe('deciding', () => {
  it('releases and deletes once; whoever comes second is told what happened', async () => {
    await clear();
    const [one, two] = [await world.hold(), await world.hold()];
    expect((await release(one)).body).toEqual({ id: one, allowed: null, not_allowed_because: null });
    expect((await remove(two)).status).toBe(204);
    expect([await world.stateOf(one), await world.stateOf(two)]).toEqual(['queued', 'cancelled']);
    const again = [
      await release(one),
      await remove(one),
      await release(two),
      await release(two, { allow_sender: 'alias' }),
    ];
    expect(again.map(codeOf)).toEqual(['conflict', 'conflict', 'conflict', 'conflict']);
    expect(again.map(({ text }) => /it was (\w+)/u.exec(text)?.[1])).toEqual([
      'released',
      'released',
      'deleted',
      'deleted',
    ]);
    expect((await entries(2)).map(({ action, subject }) => [action, subject?.id])).toEqual([
      ['delivery.cancelled', two],
      ['delivery.released', one],
    ]);
    // The allow of a release that came too late is not there.
    expect(
      await world.senders.list({ organizationId: world.organizationId, isWithAliases: true, limit: 9 }),
    ).toEqual([]);
    expect(await world.queue.findViolations()).toEqual([]);
  });

  it('of many at once does one, and leaves one entry', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await world.hold();
      const answers = await Promise.all([
        release(id),
        remove(id),
        release(id, { allow_sender: 'organization' }),
        send('POST', '/bulk', { action: 'delete', ids: [id] }),
        world.quarantine.release({ deliveryId: id, by: 'mailbox' }),
      ]);
      const [released, removed, allowed, bulk, byLink] = answers;
      const results = [
        codeOf(released) === '200',
        codeOf(removed) === '204',
        codeOf(allowed) === '200',
        bulk.text.includes('"deleted"'),
        byLink.kind === 'done',
      ];
      expect(results.filter(Boolean)).toHaveLength(1);
      const told = (await entries(20)).filter(({ subject }) => subject?.id === id);
      expect(told).toHaveLength(byLink.kind === 'done' ? 0 : 1);
    }
    expect(await world.queue.findViolations()).toEqual([]);
  });

  it('allows the sender for the alias or the organization, and says where that would not help', async () => {
    await clear();
    const result = async (allow_sender: string, hold: Parameters<QuarantineWorld['hold']>[0] = {}) =>
      (await release(await world.hold(hold), { allow_sender })).body;
    expect(await result('alias')).toMatchObject({ allowed: { accepts_unproven: true, is_new: true } });
    expect(await result('alias')).toMatchObject({ allowed: { is_new: false } });
    expect(await result('organization')).toMatchObject({ allowed: { is_new: true } });
    expect(await result('alias', { delivery: { holdReason: 'rule' } })).toMatchObject({
      allowed: null,
      not_allowed_because: 'Mail like this is held whoever its sender is.',
    });
    const { organizationId } = world;
    const list = await world.senders.list({ organizationId, isWithAliases: true, limit: 9 });
    expect(list.map(({ scope, subject, source }) => [scope, subject, source])).toEqual([
      ['alias', 'ann@sender.example', 'quarantine'],
      ['organization', 'ann@sender.example', 'quarantine'],
    ]);
    expect((await entries(6)).filter(({ action }) => action === 'sender.added')).toHaveLength(2);
  });

  it('takes no allow from a key that may not change the lists', async () => {
    const id = await world.hold();
    const { userId = '' } = principals['jane'] ?? {};
    principals['key'] = createPrincipal(userId, {
      credential: {
        kind: 'key',
        keyId: randomUUID(),
        scopes: ['messages:write'],
        organizationId: world.organizationId,
      },
    });
    const byKey = (body: object) =>
      api.send('POST', `/v1/quarantine/${id}/release`, { headers: { authorization: 'Bearer key' }, body });
    expect(codeOf(await byKey({ allow_sender: 'alias' }))).toBe('scope_insufficient');
    expect(await world.stateOf(id)).toBe('held');
    expect(codeOf(await byKey({}))).toBe('200');
  });

  it('is for the organization alone', async () => {
    const id = await world.hold();
    const answers = [
      await release(id, {}, 'stranger'),
      await remove(id, 'stranger'),
      await release(randomUUID()),
    ];
    expect(answers.map(codeOf)).toEqual(['not_found', 'not_found', 'not_found']);
    const bulk = await send('POST', '/bulk', { action: 'delete', ids: [id] }, 'stranger');
    expect(bulk.body).toEqual({ results: [{ id, result: 'not_found', detail: null }] });
    expect(await idsOf('', 'stranger')).toEqual([]);
    expect(await world.stateOf(id)).toBe('held');
  });
});

describe('POST /v1/quarantine/bulk', () => {
  it('decides what can be decided, and tells of each what happened', async () => {
    await clear();
    const held = [await world.hold(), await world.hold(), await world.hold()];
    const [first = '', second = '', third = ''] = held;
    await remove(second);
    const unknown = randomUUID();
    const ids = [first.toUpperCase(), second, unknown, third, first];
    const answer = await send('POST', '/bulk', { action: 'release', ids });
    expect(answer.body).toEqual({
      results: [
        { id: first, result: 'released', detail: null },
        {
          id: second,
          result: 'conflict',
          detail: 'This message is no longer in quarantine: it was deleted.',
        },
        { id: unknown, result: 'not_found', detail: null },
        { id: third, result: 'released', detail: null },
      ],
    });
    expect((await entries(2)).map(({ subject }) => subject?.id).toSorted()).toEqual(
      [first, third].toSorted(),
    );
    expect(await world.queue.findViolations()).toEqual([]);
  });

  it('of two at once over the same ids decides each once, without a deadlock', async () => {
    await clear();
    const held: string[] = [];
    for (let index = 0; index < 40; index += 1) held.push(await world.hold());
    const answers = await Promise.all([
      send('POST', '/bulk', { action: 'delete', ids: held }),
      send('POST', '/bulk', { action: 'release', ids: held.toReversed() }),
      send('POST', '/bulk', { action: 'delete', ids: held.toSorted() }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const done = answers.flatMap(({ text }) => text.match(/"released"|"deleted"/gu) ?? []);
    expect(done).toHaveLength(40);
    expect(await world.queue.findViolations()).toEqual([]);
  });

  it.each([
    ['nothing', { action: 'release', ids: [] }],
    ['501', { action: 'release', ids: Array.from({ length: 501 }, () => randomUUID()) }],
    ['another action', { action: 'keep', ids: [randomUUID()] }],
    ['what is no id', { action: 'release', ids: ['x'] }],
  ])('refuses %s', async (_what, body) => {
    expect(codeOf(await send('POST', '/bulk', body))).toBe('invalid_request');
  });
});
