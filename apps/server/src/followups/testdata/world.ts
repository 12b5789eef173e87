import { randomBytes } from 'node:crypto';
import { BodyHash, findHeaderEnd } from '@smtpy/mail';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../../fixtures/index.ts';
import { createAccounts } from '../../accounts/index.ts';
import { createAudit } from '../../audit/index.ts';
import { createAliases, createDirectory } from '../../aliases/index.ts';
import { createContacts } from '../../contacts/index.ts';
import { createSealer, newId } from '../../db/index.ts';
import { createDomains } from '../../domains/index.ts';
import { createMailboxKeys } from '../../encryption/index.ts';
import { createMailboxes, createMailboxPauses } from '../../mailboxes/index.ts';
import { createNotices } from '../../notices/index.ts';
import { silentEvents, systemClock, type Events } from '../../observe/index.ts';
import {
  createQueue,
  hasDeliveredSince,
  type ClaimedDelivery,
  type DeliveryOutcome,
  type NewDelivery,
  type NewMessage,
  type Queue,
} from '../../queue/index.ts';
import { createConfirmations, type Confirmations } from '../confirmation/index.ts';
import type { FollowupDependencies } from '../dependencies.ts';
import { followUpNext } from '../process.ts';

/** Everything that following up needs, on a database of its own: an alias that forwards to two mailboxes. */
export interface FollowupWorld extends AsyncDisposable {
  readonly dependencies: FollowupDependencies;
  readonly queue: Queue;
  readonly confirmations: Confirmations;
  readonly db: OpenTestDatabase['db'];
  readonly organizationId: string;
  readonly aliasId: string;
  readonly mailboxId: string;
  /** What was reported as failed. */
  readonly failures: readonly string[];
  /** Puts a message with these deliveries into the queue. */
  enqueue(input: {
    readonly message?: Partial<NewMessage>;
    readonly deliveries: readonly Partial<NewDelivery>[];
  }): Promise<NewMessage>;
  /** Claims everything that is due, and settles each as `outcomeOf` says; notices stay as they are, so that they can be read. */
  settleAll(outcomeOf: (delivery: ClaimedDelivery) => DeliveryOutcome): Promise<void>;
  /** Follows up until nothing is due; gives how many. */
  followUpAll(): Promise<number>;
  /** Our own mails since the last call: envelope and content. */
  takeOwnMails(): Promise<readonly OwnMailRow[]>;
  /** Types and data of the events of a message, oldest first. */
  events(
    messageId: string,
  ): Promise<readonly { readonly type: string; readonly data: Record<string, unknown> }[]>;
}

/** A mail of ours in the queue. */
export interface OwnMailRow {
  readonly kind: string;
  readonly mailFrom: string;
  readonly destination: string;
  readonly sentAs: string;
  readonly content: string;
  readonly messageId: string;
}

/** The address of the mailbox that fails. */
export const mailboxAddress = 'real.jane@provider.example';

const config = {
  hostname: 'mx.smtpy.example',
  publicUrl: 'https://smtpy.example',
  mailboxPauseAfter: 3,
  mailboxPauseWindowMs: 86_400_000,
  mailboxProbeAfterMs: 60_000,
};

const lease = { limit: 1_000, perDestination: 1_000, hintedKeys: [], leaseMs: 60_000 } as const;

/** Makes the world. The owner's account address is jane@people.example. */
export async function openWorld(): Promise<FollowupWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  const failures: string[] = [];
  const events: Pick<Events, 'failed'> = {
    failed: (action, error) => failures.push(`${action}: ${String(error)}`),
  };
  const sealer = createSealer(randomBytes(32));
  const queue = createQueue({ db, sealer, clock, events: silentEvents, shard: 0, delayNoticeAfterMs: 0 });
  const domains = createDomains({ db, clock, sealer });
  const mailboxes = createMailboxes({ db, clock, domains });
  const contacts = createContacts({ db, clock });
  const aliases = createAliases({ db, clock, domains, mailboxes, contacts });
  const directory = await createDirectory({ db, clock });
  const { organizationId } = await createOwner(db, 'jane');
  await domains.addDomain({ organizationId, name: 'my.example', isTrusted: true });
  const added = await mailboxes.addMailbox({ organizationId, address: mailboxAddress, isTrusted: true });
  await mailboxes.addMailbox({ organizationId, address: 'other@elsewhere.example', isTrusted: true });
  const alias = await aliases.addAlias({
    organizationId,
    address: 'shop@my.example',
    mailboxAddresses: [mailboxAddress, 'other@elsewhere.example'],
    mode: 'preserve',
  });
  if (added.kind !== 'added' || alias.kind !== 'added') throw new Error(`${added.kind}, ${alias.kind}`);
  const dependencies: FollowupDependencies = {
    db,
    clock,
    events,
    queue,
    accounts: createAccounts({ db, clock, audit: createAudit({ db, clock }) }),
    directory,
    domains,
    mailboxes,
    mailboxKeys: createMailboxKeys({ db, clock, queue }),
    pauses: createMailboxPauses({
      config,
      hasDeliveredSince,
      resumeDeliveries: (tx, mailboxId) => queue.resumeMailbox(mailboxId, tx),
    }),
    notices: createNotices({ db, clock }),
    config,
    confirmationKey: randomBytes(32),
    quarantineKey: randomBytes(32),
  };
  const ids = { organizationId, aliasId: alias.alias.id, mailboxId: added.mailbox.id };
  let lastMessageId = '00000000-0000-0000-0000-000000000000';
  return {
    ...ids,
    dependencies,
    queue,
    db,
    failures,
    confirmations: createConfirmations({ db, clock, queue, mailboxes, key: dependencies.confirmationKey }),
    enqueue: async (input) => {
      const message = sampleMessage(input, ids);
      await queue.enqueue({ content: sampleContent(), messages: [message] });
      return message;
    },
    settleAll: async (outcomeOf) => {
      const owner = 'test';
      const claimed = await queue.claim({ ...lease, owner, busyKeys: new Map() });
      for (const delivery of claimed.filter(({ kind }) => kind !== 'notice'))
        await queue.settle({ delivery, owner, outcome: outcomeOf(delivery) });
    },
    followUpAll: async () => {
      let count = 0;
      while (await followUpNext(dependencies)) count += 1;
      return count;
    },
    takeOwnMails: async () => {
      const rows = await db.query<OwnMailRow>({ text: ownMailsText, params: [lastMessageId] });
      lastMessageId = rows.at(-1)?.messageId ?? lastMessageId;
      return rows;
    },
    events: (messageId) =>
      db.query({
        text: 'select type, data from events where message_id = $1 order by id',
        params: [messageId],
      }),
    [Symbol.asyncDispose]: async () => {
      await directory[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const ownMailsText = `
select m.id as "messageId", d.kind, m.mail_from as "mailFrom", d.destination, d.sent_as as "sentAs",
  convert_from(c.data, 'UTF8') as content
from messages m join deliveries d on d.message_id = m.id join contents c on c.id = m.content_id
where d.kind in ('notice', 'probe') and m.id > $1 order by m.id`;

function sampleMessage(
  { message, deliveries }: Parameters<FollowupWorld['enqueue']>[0],
  ids: { readonly organizationId: string; readonly aliasId: string; readonly mailboxId: string },
): NewMessage {
  const receivedAt = new Date();
  const { organizationId, aliasId, mailboxId } = ids;
  return {
    id: newId(),
    organizationId,
    receivedAt,
    mailFrom: 'ann@sender.example',
    rcptTo: ['shop@my.example'],
    headerFrom: 'ann@sender.example',
    subject: 'Your order',
    messageIdHeader: '<1@sender.example>',
    isSmtpUtf8: false,
    connection: { ip: '192.0.2.1', helo: 'mx.sender.example', receivedBy: config.hostname },
    authentication: { spf: { result: 'pass' }, dkim: [], dmarc: { result: 'pass' }, arc: { result: 'none' } },
    noReportReason: undefined,
    ...message,
    deliveries: deliveries.map((delivery) => ({
      id: newId(),
      recipient: 'shop@my.example',
      aliasId,
      mailboxId,
      destination: mailboxAddress,
      mode: 'preserve',
      ...delivery,
    })),
  };
}

function sampleContent() {
  const data = Buffer.from(
    'From: Ann <ann@sender.example>\r\nSubject: Your order\r\nX-Own: yes\r\n\r\nHello\r\n',
  );
  const bodyHash = new BodyHash();
  bodyHash.update(data.subarray(findHeaderEnd(data)));
  return {
    id: newId(),
    sizeBytes: data.length,
    headerBytes: findHeaderEnd(data),
    bodyHash: bodyHash.digest(),
    traceHeader: Buffer.from('Received: by us\r\n'),
    data,
    chunkCount: 0,
  };
}
