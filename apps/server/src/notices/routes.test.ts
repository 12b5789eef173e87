import { noticeKinds } from '@smtpy/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPrincipal,
  openTestApi,
  openTestDatabase,
  createOwner,
  type OpenTestDatabase,
  type TestApi,
} from '../../fixtures/index.ts';
import { newId } from '../db/index.ts';
import { systemClock } from '../observe/index.ts';
import { createNotices, describeNotice, noticeRoutes, type NoticeKind } from './index.ts';

let database: OpenTestDatabase;
let api: TestApi;
let organizationId: string;
let ids: readonly string[];

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const [jane, john] = [await createOwner(db, 'jane'), await createOwner(db, 'john')];
  organizationId = jane.organizationId;
  const second = await createOwner(db, 'second');
  await db.query({
    text: `insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, 'viewer')`,
    params: [newId(), organizationId, second.id],
  });
  const notices = createNotices({ db, clock: systemClock });
  const told: readonly (readonly [NoticeKind, Readonly<Record<string, unknown>>])[] = [
    ['forward_failed', { failureClass: 'full' }],
    ['mailbox_paused', { cause: 'by_hand' }],
    ['mailbox_refused', { address: 'jane@provider.example' }],
    ['reply_held', { reason: 'unproven_sender' }],
  ];
  for (const [kind, facts] of told)
    await db.transaction((tx) =>
      notices.record(tx, { organizationId, kind, subjectId: undefined, mailed: 0, facts, at: new Date() }),
    );
  ids = (await notices.list({ organizationId, limit: 10 })).map(({ id }) => id);
  const people = Object.entries({ jane, john, second });
  api = await openTestApi({
    db,
    routes: noticeRoutes({ notices }),
    principals: Object.fromEntries(people.map(([name, { id }]) => [name, createPrincipal(id)])),
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function send(as: string, method: string, path: string, body?: object) {
  // Who is a guest names the organization; the stranger names it as well, in vain.
  const headers: Record<string, string> = as === 'jane' ? {} : { 'smtpy-organization': organizationId };
  const answer = await api.send(method, path, { as, headers, ...(body && { body }) });
  return {
    status: answer.status,
    body: answer.body as { readonly items?: readonly { readonly id: string; readonly is_read: boolean }[] },
  };
}
const unread = async (as: string) =>
  (await send(as, 'GET', '/v1/notices?unread=true')).body.items?.map(({ id }) => id);

describe('notices', () => {
  it('are listed newest first with their words, by kind and by page', async () => {
    const { body } = await send('jane', 'GET', '/v1/notices');
    expect(body.items).toMatchObject([
      { id: ids[0], kind: 'reply_held', is_read: false },
      { id: ids[1], text: expect.stringContaining('jane@provider.example') as string },
      { id: ids[2], text: expect.stringContaining('paused by hand') as string },
      { id: ids[3], text: expect.stringContaining('the mailbox is full') as string },
    ]);
    expect(body.items).toMatchObject([
      { data: { reason: 'unproven_sender' } },
      { data: { address: 'jane@provider.example' } },
      { data: { cause: 'by_hand' } },
      { data: { failure_class: 'full' } },
    ]);
    const one = await send('jane', 'GET', '/v1/notices?kind=mailbox_paused');
    expect(one.body.items?.map(({ id }) => id)).toEqual([ids[2]]);
    const page = (await send('jane', 'GET', '/v1/notices?limit=3')).body as { readonly next_cursor?: string };
    const rest = await send('jane', 'GET', `/v1/notices?limit=3&cursor=${String(page.next_cursor)}`);
    expect(rest.body.items?.map(({ id }) => id)).toEqual([ids[3]]);
  });

  it('are read by each person for himself, one by one and up to one', async () => {
    expect(await send('jane', 'PATCH', `/v1/notices/${String(ids[1])}`, { is_read: true })).toMatchObject({
      body: { is_read: true },
    });
    expect(await unread('jane')).toEqual([ids[0], ids[2], ids[3]]);
    expect(await unread('second')).toEqual([...ids]);
    expect((await send('jane', 'POST', '/v1/notices/read', { up_to: ids[2] })).status).toBe(204);
    expect(await unread('jane')).toEqual([ids[0]]);
    // What is marked as unread afterwards is unread, though it lies below the mark; the mark never goes back.
    await send('jane', 'PATCH', `/v1/notices/${String(ids[3])}`, { is_read: false });
    await send('jane', 'POST', '/v1/notices/read', { up_to: newId(new Date('2020-01-01T00:00:00Z')) });
    expect(await unread('jane')).toEqual([ids[0], ids[3]]);
    // An id of the future reaches what is there, and nothing that comes later.
    await send('jane', 'POST', '/v1/notices/read', { up_to: 'ffffffff-ffff-7fff-bfff-ffffffffffff' });
    const notices = createNotices({ db: database.db, clock: systemClock });
    const later = {
      organizationId,
      kind: 'mailbox_resumed',
      subjectId: undefined,
      mailed: 0,
      facts: {},
      at: new Date(),
    } as const;
    await database.db.transaction((tx) => notices.record(tx, later));
    expect((await unread('jane'))?.length).toBe(1);
    expect((await unread('second'))?.length).toBe(5);
    expect((await send('jane', 'GET', '/v1/notices?unread=false')).body.items?.length).toBe(4);
  });

  it('of others are unknown', async () => {
    expect((await send('john', 'GET', '/v1/notices')).status).toBe(404);
    for (const [method, body] of [['GET'], ['PATCH', { is_read: true }]] as const) {
      const answer = await api.send(method, `/v1/notices/${String(ids[0])}`, {
        as: 'john',
        ...(body && { body }),
      });
      expect(answer.status).toBe(404);
    }
    const answer = await api.send('POST', '/v1/notices/read', { as: 'john', body: { up_to: ids[0] } });
    expect(answer.status).toBe(204);
    expect(await database.db.query({ text: 'select 1 from notice_marks' })).toHaveLength(1);
  });

  it('have words for every kind, and for one of a newer version its name', () => {
    for (const kind of [...noticeKinds, 'of_the_future']) {
      const { text } = describeNotice({
        kind: kind as NoticeKind,
        subjectId: undefined,
        facts: {},
        subjectAddress: undefined,
        topic: undefined,
      });
      expect(text, kind).toMatch(/^[A-Z0-9].*\.$/);
      expect(text.includes('undefined'), text).toBe(false);
    }
  });
});
