import { randomBytes, randomUUID } from 'node:crypto';
import { newId } from '../../db/index.ts';
import type { Acceptance, NewDelivery, NewMessage } from '../types.ts';

/** What a sample acceptance shall be like; anything absent is made up. */
export interface SampleWishes {
  /** One delivery for each, in one message. */
  readonly destinations?: readonly string[];
  readonly aliasId?: string;
  readonly subject?: string;
  readonly receivedAt?: Date;
  readonly data?: Buffer;
  /** Content lies in this many chunks that are already written, `data` is what they hold. */
  readonly chunkCount?: number;
  readonly contentId?: string;
  readonly discardReason?: string;
  readonly noReportReason?: string;
  /** Fields of the message. */
  readonly message?: Partial<NewMessage>;
  /** Fields that every delivery has. */
  readonly delivery?: Partial<NewDelivery>;
}

const header = 'From: Ann <ann@sender.example>\r\nSubject: hello\r\n\r\n';

/** An acceptance of one message: octets that differ from any other's, everything else plain. */
export function sampleAcceptance(wishes: SampleWishes = {}): Acceptance {
  const contentId = wishes.contentId ?? newId();
  const data = wishes.data ?? Buffer.concat([Buffer.from(header), randomBytes(1_000)]);
  const chunkCount = wishes.chunkCount ?? 0;
  const destinations = wishes.destinations ?? ['jane@mailbox.example'];
  return {
    content: {
      id: contentId,
      sizeBytes: data.length,
      headerBytes: header.length,
      bodyHash: randomBytes(32),
      traceHeader: Buffer.from(`Received: from test by test id ${contentId}\r\n`),
      data: chunkCount === 0 ? data : undefined,
      chunkCount,
    },
    messages: [sampleMessage(destinations, wishes)],
  };
}

function sampleMessage(destinations: readonly string[], wishes: SampleWishes): NewMessage {
  const recipients = destinations.map((_, index) => `alias${String(index)}@forward.example`);
  return {
    id: newId(),
    organizationId: randomUUID(),
    receivedAt: wishes.receivedAt ?? new Date(),
    mailFrom: 'ann@sender.example',
    rcptTo: recipients,
    headerFrom: 'ann@sender.example',
    subject: wishes.subject ?? 'hello',
    messageIdHeader: '<1@sender.example>',
    noReportReason: wishes.noReportReason,
    isSmtpUtf8: false,
    connection: { ip: '192.0.2.1', helo: 'mx.sender.example', receivedBy: 'mx.forward.example' },
    authentication: { spf: { result: 'pass' }, dkim: [], dmarc: { result: 'none' }, arc: { result: 'none' } },
    deliveries: destinations.map((destination, index) =>
      sampleDelivery(recipients[index] ?? '', destination, wishes),
    ),
    ...wishes.message,
  };
}

function sampleDelivery(recipient: string, destination: string, wishes: SampleWishes): NewDelivery {
  return {
    id: newId(),
    recipient,
    aliasId: wishes.aliasId ?? randomUUID(),
    mode: 'rewrite',
    ...(wishes.discardReason === undefined ? { destination } : { discardReason: wishes.discardReason }),
    ...wishes.delivery,
  };
}
