import { randomBytes } from 'node:crypto';
import { findHeaderEnd } from '@smtpy/mail';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { createAliases } from '../../aliases/index.ts';
import { createContacts } from '../../contacts/index.ts';
import { createSealer, newId } from '../../db/index.ts';
import { createDomains } from '../../domains/index.ts';
import { formatHeldToken } from '../../followups/index.ts';
import { createMailboxes } from '../../mailboxes/index.ts';
import { silentEvents, systemClock } from '../../observe/index.ts';
import { createQueue, type NewDelivery, type NewMessage, type Queue } from '../../queue/index.ts';
import { createSenderEntries, type SenderEntries } from '../../senders/index.ts';
import { createQuarantine, createQuarantineLinks, type Quarantine, type QuarantineLinks } from '../index.ts';

/** A database with an alias that forwards to a mailbox, and held mail for it. */
export interface QuarantineWorld extends AsyncDisposable {
  readonly db: OpenTestDatabase['db'];
  readonly queue: Queue;
  readonly quarantine: Quarantine;
  readonly links: QuarantineLinks;
  readonly senders: SenderEntries;
  readonly key: Buffer;
  readonly organizationId: string;
  readonly aliasId: string;
  readonly mailboxId: string;
  /** Puts a message into quarantine; gives the id of its delivery. */
  hold(input?: HoldInput): Promise<string>;
  /** The path of the page of a delivery. */
  pathOf(deliveryId: string, expiresInMs?: number): string;
  stateOf(deliveryId: string): Promise<string | undefined>;
}

/** What is special about a held message. */
export interface HoldInput {
  readonly content?: string;
  readonly message?: Partial<NewMessage>;
  readonly delivery?: Partial<NewDelivery>;
}

/** The mailbox of the world. */
export const mailboxAddress = 'real.jane@provider.example';

const plainContent =
  'From: Ann <ann@sender.example>\r\nSubject: Your order\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe parcel is on its way.\r\n';

/** Makes the world. */
export async function openQuarantineWorld(): Promise<QuarantineWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  const sealer = createSealer(randomBytes(32));
  const queue = createQueue({ db, sealer, clock, events: silentEvents, shard: 0 });
  const domains = createDomains({ db, clock, sealer });
  const mailboxes = createMailboxes({ db, clock, domains });
  const aliases = createAliases({ db, clock, domains, mailboxes, contacts: createContacts({ db, clock }) });
  const senders = createSenderEntries({ db, clock });
  const quarantine = createQuarantine({ queue, senders });
  const key = randomBytes(32);
  const { organizationId } = await createOwner(db, 'jane');
  await domains.addDomain({ organizationId, name: 'my.example', isTrusted: true });
  const mailbox = await mailboxes.addMailbox({ organizationId, address: mailboxAddress, isTrusted: true });
  const alias = await aliases.addAlias({
    organizationId,
    address: 'shop@my.example',
    mailboxAddresses: [mailboxAddress],
    mode: 'rewrite',
  });
  if (mailbox.kind !== 'added' || alias.kind !== 'added') throw new Error(`${mailbox.kind}, ${alias.kind}`);
  const ids = { organizationId, aliasId: alias.alias.id, mailboxId: mailbox.mailbox.id };
  return {
    ...ids,
    db,
    queue,
    quarantine,
    senders,
    key,
    links: createQuarantineLinks({ quarantine, clock, key }),
    hold: async (input = {}) => {
      const message = heldMessage(input, ids);
      await queue.enqueue({ content: contentOf(input.content ?? plainContent), messages: [message] });
      return message.deliveries[0]?.id ?? '';
    },
    pathOf: (deliveryId, expiresInMs = 60_000) =>
      `/quarantine/${formatHeldToken({ deliveryId, expiresAt: new Date(Date.now() + expiresInMs) }, key)}`,
    stateOf: async (deliveryId) => {
      const found = await queue.findDelivery({ deliveryId });
      return found.kind === 'found' ? found.delivery.state : undefined;
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

function heldMessage(
  { message, delivery }: HoldInput,
  ids: { readonly organizationId: string; readonly aliasId: string; readonly mailboxId: string },
): NewMessage {
  const { organizationId, aliasId, mailboxId } = ids;
  return {
    id: newId(),
    organizationId,
    receivedAt: new Date(),
    mailFrom: 'bounce@sender.example',
    rcptTo: ['shop@my.example'],
    headerFrom: 'ann@sender.example',
    subject: 'Your order',
    messageIdHeader: '<1@sender.example>',
    isSmtpUtf8: false,
    connection: { ip: '192.0.2.1', helo: 'mx.sender.example', receivedBy: 'mx.smtpy.example' },
    authentication: {
      spf: { result: 'softfail', domain: 'sender.example' },
      dkim: [],
      dmarc: { result: 'fail', policy: 'quarantine', domain: 'sender.example' },
      arc: { result: 'none' },
    },
    noReportReason: 'unproven_sender',
    ...message,
    deliveries: [
      {
        id: newId(),
        recipient: 'shop@my.example',
        aliasId,
        mailboxId,
        destination: mailboxAddress,
        mode: 'rewrite',
        holdReason: 'dmarc',
        ...delivery,
      },
    ],
  };
}

function contentOf(text: string) {
  const data = Buffer.from(text);
  return {
    id: newId(),
    sizeBytes: data.length,
    headerBytes: findHeaderEnd(data),
    bodyHash: randomBytes(32),
    traceHeader: Buffer.alloc(0),
    data,
    chunkCount: 0,
  };
}
