import { randomUUID } from 'node:crypto';
import { startWebhookReceiver, waitFor, type WebhookReceiver } from '@smtpy/testkit';
import { createOwner, openTestDatabase } from '../../../fixtures/index.ts';
import { createAudit, operatorActor } from '../../audit/index.ts';
import { createSealer, newId } from '../../db/index.ts';
import { createNotices } from '../../notices/index.ts';
import { silentEvents, systemClock } from '../../observe/index.ts';
import { allowNetworks, createOutgoingHttp } from '../../outgoing-http/index.ts';
import { createQueue, type NewDelivery, type NewMessage } from '../../queue/index.ts';
import { sampleAcceptance } from '../../queue/testdata/acceptance.ts';
import { runWebhooks, type WebhookLoopOptions } from '../run.ts';
import { createSentToWebhooks } from '../sent.ts';
import type { CreateWebhook, Webhook } from '../webhook.ts';
import { createWebhooks } from '../webhooks.ts';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Webhooks on a real database, with mail on it, and processes that send. */
export async function openWebhookWorld() {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  const sealer = createSealer(Buffer.alloc(32, 7));
  const audit = createAudit({ db, clock });
  const allowsAddress = allowNetworks(['127.0.0.0/8']);
  const webhooks = createWebhooks({ db, clock, sealer, audit, allowsAddress });
  const queue = createQueue({ db, clock, sealer, events: silentEvents, shard: 0 });
  const mails: string[] = [];

  /** An organization with an owner. */
  const addOrganization = async (name: string) => {
    const { organizationId, email } = await createOwner(db, name);
    await db.query({
      text: `update auth."user" set "emailVerified" = true where email = $1`,
      params: [email],
    });
    return organizationId;
  };

  /** A domain with an alias. */
  const addAlias = async (organizationId: string, name: string) => {
    const [domainId, aliasId] = [newId(), newId()] as const;
    await db.query({
      text: `insert into domains (id, organization_id, name, state, verification_token) values ($1, $2, $3, 'active', 'x')`,
      params: [domainId, organizationId, `${name}.example`],
    });
    await db.query({
      text: `insert into aliases (id, organization_id, domain_id, local_part) values ($1, $2, $3, 'shop')`,
      params: [aliasId, organizationId, domainId],
    });
    return { domainId, aliasId };
  };

  const addWebhook = async (organizationId: string, choice: Partial<CreateWebhook> = {}) => {
    const made = await webhooks.create({
      organizationId,
      actor: operatorActor,
      url: 'https://localhost:8443/',
      description: '',
      eventTypes: undefined,
      aliasIds: undefined,
      domainIds: undefined,
      ...choice,
    });
    if (made.kind !== 'created') throw new Error(made.reason);
    return made;
  };

  /** Accepts one message with these deliveries; gives its id. */
  const accept = async (
    organizationId: string,
    deliveries: readonly Partial<NewDelivery>[] = [{}],
    message: Partial<NewMessage> = {},
  ) => {
    const id = newId();
    await queue.enqueue(
      sampleAcceptance({
        message: {
          id,
          organizationId,
          deliveries: deliveries.map((one) => ({
            id: newId(),
            recipient: 'shop@forward.example',
            aliasId: randomUUID(),
            mode: 'rewrite',
            ...(one.discardReason === undefined && { destination: 'jane@mailbox.example' }),
            ...one,
          })),
          ...message,
        },
      }),
    );
    return id;
  };

  const rowsOf = (webhookId: string) =>
    db.query<{ readonly event_type: string; readonly told_id: string; readonly state: string; readonly payload: string | null }>({
      text: 'select event_type, told_id, state, payload from webhook_deliveries where webhook_id = $1 order by id',
      params: [webhookId],
    });

  /** A process that sends; disposing ends it. */
  const startSender = (certificate: Certificate | undefined, options: Partial<WebhookLoopOptions> = {}): AsyncDisposable => {
    const stop = new AbortController();
    const ended = runWebhooks({
      db,
      clock,
      sealer,
      audit,
      allowsAddress,
      http: createOutgoingHttp({
        resolver: { resolveAddresses: () => Promise.resolve({ kind: 'no_such_name' }) },
        allowsAddress,
        certificateAuthority: certificate?.cert,
      }),
      notices: createNotices({ db, clock }),
      accounts: { ownerAddresses: (id) => Promise.resolve([`owner-of-${id}@people.example`]) },
      serviceMail: {
        send: (_tx, { headerTo, letter }) => {
          mails.push(`${headerTo}: ${letter.subject}`);
          return Promise.resolve('id');
        },
      },
      publicUrl: 'https://smtpy.example',
      events: silentEvents,
      owner: randomUUID(),
      pollMs: 50,
      ...options,
      signal: stop.signal,
    });
    return {
      [Symbol.asyncDispose]: async () => {
        stop.abort();
        await ended;
      },
    };
  };

  /** Waits until the receiver has so many requests. */
  const waitForRequests = (receiver: WebhookReceiver, count: number) =>
    waitFor(() => receiver.received.length >= count, { what: `${String(count)} requests`, timeoutMs: 10_000 });

  /** Waits until a delivery is as wanted. */
  const waitForDelivery = (webhook: Webhook, deliveryId: string, state: string) =>
    waitFor(
      async () => {
        const { organizationId, id: webhookId } = webhook;
        const shown = await sent.show({ organizationId, webhookId, deliveryId });
        return shown?.delivery.state === state && shown;
      },
      { what: `the delivery to be ${state}`, timeoutMs: 10_000 },
    );
  const sent = createSentToWebhooks({ db, clock });

  return {
    db,
    audit,
    webhooks,
    sent,
    queue,
    mails,
    addOrganization,
    addAlias,
    addWebhook,
    accept,
    rowsOf,
    startSender,
    startReceiver: startWebhookReceiver,
    waitForRequests,
    waitForDelivery,
    operator: operatorActor,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** What {@link openWebhookWorld} gives. */
export type WebhookWorld = Awaited<ReturnType<typeof openWebhookWorld>>;
