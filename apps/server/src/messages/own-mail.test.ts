import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  openTestDatabase,
  type OpenTestDatabase,
  type TestApi,
} from '../../fixtures/index.ts';
import { createAudit } from '../audit/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { silentEvents, systemClock as clock } from '../observe/index.ts';
import { createQueue, type NewDelivery, type Queue } from '../queue/index.ts';
import { sampleAcceptance } from '../queue/testdata/acceptance.ts';
import { createSandbox } from '../sandbox/index.ts';
import { createMessages, messageRoutes } from './index.ts';
import { findActions } from './testdata/rows.ts';

let database: OpenTestDatabase;
let queue: Queue;
let api: TestApi;
let organizationId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  queue = createQueue({ db, sealer: createSealer(randomBytes(32)), clock, events: silentEvents, shard: 0 });
  const jane = await createOwner(db, 'jane');
  organizationId = jane.organizationId;
  const messages = createMessages({ db });
  api = await openTestApi({
    db,
    routes: messageRoutes({
      db,
      queue,
      messages,
      sandbox: createSandbox({ db }),
      audit: createAudit({ db, clock }),
    }),
    principals: { jane: createPrincipal(jane.id) },
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

async function accept(delivery: Partial<NewDelivery>) {
  const id = newId();
  const acceptance = sampleAcceptance({ message: { id, organizationId }, delivery });
  await queue.enqueue(acceptance);
  return { messageId: id, deliveryId: acceptance.messages[0]?.deliveries[0]?.id ?? '' };
}

interface Body {
  readonly code?: string;
  readonly detail?: string;
  readonly results: readonly unknown[];
}

async function send(method: string, path: string, { body }: { readonly body?: object } = {}) {
  const answer = await api.send(method, path, { as: 'jane', ...(body && { body }) });
  return { ...answer, body: answer.body as Body };
}

async function codeOf(method: string, path: string): Promise<string> {
  const { status, body } = await send(method, path);
  return status < 400 ? String(status) : `${String(status)} ${String(body.code)}`;
}

describe('what SMTPy writes itself', () => {
  it.each(['notice', 'probe'] as const)('shows nobody what stands in a %s', async (kind) => {
    // Reading a link there is all that a stranger's confirmation takes, or the password of another member.
    const delivery = { kind, sentAs: 'mailer-daemon@forward.example' } as const;
    const { messageId } = await accept(delivery);
    const path = `/v1/messages/${messageId}`;
    expect((await send('GET', path)).body).toMatchObject({ has_content: false, header: null });
    const { status, body } = await send('POST', `${path}/export`);
    expect([status, body.code, body.detail]).toEqual([
      404,
      'not_found',
      'What SMTPy writes itself is shown to nobody: the links in it are for whoever reads the mail of its recipient.',
    ]);
    expect(await findActions(database.db, messageId)).toEqual([]);
  });

  it('lets nobody stop what SMTPy says itself: it may warn of them', async () => {
    const delivery = { kind: 'notice', sentAs: 'mailer-daemon@forward.example' } as const;
    const { messageId, deliveryId } = await accept(delivery);
    const path = `/v1/messages/${messageId}`;
    const cancel = `/v1/deliveries/${deliveryId}/cancel`;
    for (const [method, url] of [
      ['POST', cancel],
      ['DELETE', path],
      ['DELETE', `${path}?cancel=true`],
    ] as const)
      expect(await codeOf(method, url), url).toBe('409 conflict');
    for (const action of ['cancel', 'delete']) {
      const body = { action, ids: [messageId], cancel: action === 'delete' };
      expect((await send('POST', '/v1/messages/bulk', { body })).body.results).toMatchObject([
        {
          result: 'conflict',
          detail: 'SMTPy wrote this itself, to warn or to ask somebody. It ends by itself.',
        },
      ]);
    }
    expect(await codeOf('POST', `${path}/retry`)).toBe('200');
    await database.db.query({
      text: `update deliveries set state = 'delivered', finished_at = now(), next_attempt_at = null where id = $1`,
      params: [deliveryId],
    });
    expect(await codeOf('DELETE', path)).toBe('204');
  });
});
