import { randomBytes } from 'node:crypto';
import { findHeaderEnd } from '@smtpy/mail';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  openTestDatabase,
  type TestAnswer,
  type TestRequest,
} from '../../../fixtures/index.ts';
import type { Principal } from '../../api/index.ts';
import { createAudit } from '../../audit/index.ts';
import { createSealer, newId } from '../../db/index.ts';
import { createMessages } from '../../messages/index.ts';
import { silentEvents, systemClock as clock } from '../../observe/index.ts';
import { createQueue } from '../../queue/index.ts';
import { senderRoutes } from '../../senders/index.ts';
import { ruleRoutes } from '../routes.ts';

/** An organization with members of three roles, two aliases and a mailbox; a stranger with an alias and a mailbox of his own. */
export async function openRulesWorld() {
  const database = await openTestDatabase();
  const { db } = database;
  const jane = await createOwner(db, 'jane');
  const stranger = await createOwner(db, 'stranger');
  const principals: Record<string, Principal> = {
    jane: createPrincipal(jane.id, { email: jane.email }),
    stranger: createPrincipal(stranger.id, { email: stranger.email }),
  };
  const { organizationId } = jane;
  for (const role of ['viewer', 'member']) {
    const { id, email } = await createOwner(db, role);
    principals[role] = createPrincipal(id, { email });
    await db.query({
      text: `insert into auth.member (id, "organizationId", "userId", role) values ($1, $2, $3, $4)`,
      params: [newId(), organizationId, id, role],
    });
  }
  const addMailbox = async (owner: string, address: string): Promise<string> => {
    const id = newId();
    await db.query({
      text: `insert into mailboxes (id, organization_id, address, state, confirmed_at) values ($1, $2, $3, 'confirmed', now())`,
      params: [id, owner, address],
    });
    return id;
  };
  const addDomain = async (owner: string, name: string): Promise<string> => {
    const id = newId();
    await db.query({
      text: `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, $3, 'active', $4)`,
      params: [id, owner, name, id],
    });
    return id;
  };
  const addAlias = async (owner: string, domainId: string, localPart: string): Promise<string> => {
    const id = newId();
    await db.query({
      text: 'insert into aliases (id, organization_id, domain_id, local_part) values ($1, $2, $3, $4)',
      params: [id, owner, domainId, localPart],
    });
    return id;
  };
  const domainId = await addDomain(organizationId, 'my.example');
  const shop = await addAlias(organizationId, domainId, 'shop');
  const news = await addAlias(organizationId, domainId, 'news');
  const foreignDomain = await addDomain(stranger.organizationId, 'his.example');
  const foreignAlias = await addAlias(stranger.organizationId, foreignDomain, 'shop');
  const mailboxId = await addMailbox(organizationId, 'jane@provider.example');
  const foreignMailbox = await addMailbox(stranger.organizationId, 'he@provider.example');
  const audit = createAudit({ db, clock });
  const queue = createQueue({
    db,
    sealer: createSealer(randomBytes(32)),
    clock,
    events: silentEvents,
    shard: 0,
  });
  const messages = createMessages({ db });
  const api = await openTestApi({
    db,
    routes: [...ruleRoutes({ db, clock, audit, queue, messages }), ...senderRoutes({ db, clock, audit })],
    principals,
  });

  /** Sends a request about jane's organization, or as the stranger about his own. */
  const send = (
    as: string,
    method: string,
    path: string,
    body?: unknown,
    request: TestRequest = {},
  ): Promise<TestAnswer> => {
    const organization = as === 'stranger' ? stranger.organizationId : organizationId;
    return api.send(method, `/v1${path}`, {
      ...request,
      as,
      headers: { 'smtpy-organization': organization, ...request.headers },
      ...(body !== undefined && { body }),
    });
  };

  /** Makes a message wait that came for an alias; gives its id. */
  async function receive(text: string | Buffer, aliasId = shop): Promise<string> {
    const data = typeof text === 'string' ? Buffer.from(text) : text;
    const messageId = newId();
    await queue.enqueue({
      content: {
        id: newId(),
        sizeBytes: data.length,
        headerBytes: findHeaderEnd(data),
        bodyHash: randomBytes(32),
        traceHeader: Buffer.alloc(0),
        data,
        chunkCount: 0,
      },
      messages: [
        {
          id: messageId,
          organizationId,
          receivedAt: new Date(),
          mailFrom: 'bounce@sender.example',
          rcptTo: ['shop@my.example'],
          headerFrom: 'ann@sender.example',
          subject: 'Kept subject',
          messageIdHeader: undefined,
          isSmtpUtf8: false,
          connection: { ip: '192.0.2.1', helo: 'mx.sender.example', receivedBy: 'mx.smtpy.example' },
          authentication: {
            spf: { result: 'pass' },
            dkim: [],
            dmarc: { result: 'none' },
            arc: { result: 'none' },
          },
          noReportReason: undefined,
          deliveries: [
            {
              id: newId(),
              recipient: 'shop@my.example',
              aliasId,
              mailboxId,
              destination: 'jane@provider.example',
              mode: 'rewrite',
            },
          ],
        },
      ],
    });
    return messageId;
  }

  return {
    db,
    api,
    queue,
    principals,
    send,
    receive,
    organizationId,
    strangerOrganizationId: stranger.organizationId,
    shop,
    news,
    foreignAlias,
    mailboxId,
    foreignMailbox,
    entries: (limit = 100) => audit.list({ scope: { kind: 'organization', organizationId }, limit }),
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** What {@link openRulesWorld} gives. */
export type RulesWorld = Awaited<ReturnType<typeof openRulesWorld>>;

/** The code of a problem, or the status of what succeeded. */
export function codeOf({ status, body }: TestAnswer): string {
  return status < 400 ? String(status) : String((body as { readonly code?: unknown }).code);
}
