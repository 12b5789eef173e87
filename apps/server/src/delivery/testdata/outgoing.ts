import type { ClaimedDelivery } from '../../queue/index.ts';
import type { Deadlines } from '../smtp-client/index.ts';
import type { OutgoingMessage } from '../transport.ts';

/** Deadlines that no host on this machine misses, however busy it is; the real ones would hold up whoever waits for a failing test. */
export const patientDeadlines: Deadlines = {
  connectMs: 10_000,
  tlsMs: 10_000,
  greetingMs: 10_000,
  ehloMs: 10_000,
  authMs: 10_000,
  mailMs: 10_000,
  rcptMs: 10_000,
  dataMs: 10_000,
  contentMs: 10_000,
  finalReplyMs: 10_000,
  quitMs: 500,
};

/** The same, but short for what a host is told to be silent at. */
export function hastyAt(...names: readonly (keyof Deadlines)[]): Deadlines {
  return { ...patientDeadlines, ...Object.fromEntries(names.map((name) => [name, 250])) };
}

/** A delivery to `jane@example.com`, changed as told. */
export function sampleDelivery(changes: Partial<ClaimedDelivery> = {}): ClaimedDelivery {
  const createdAt = new Date('2030-01-01T00:00:00Z');
  return {
    id: '01940000-0000-7000-8000-000000000001',
    messageId: '01940000-0000-7000-8000-000000000002',
    organizationId: '01940000-0000-7000-8000-000000000003',
    contentId: '01940000-0000-7000-8000-000000000004',
    aliasId: '01940000-0000-7000-8000-000000000005',
    contactId: '01940000-0000-7000-8000-000000000006',
    replyToContactId: undefined,
    mailboxId: '01940000-0000-7000-8000-000000000007',
    kind: 'forward',
    mode: 'rewrite',
    recipient: 'shop@alias.test',
    sentAs: 'shop@alias.test',
    destination: 'jane@example.com',
    queueKey: 'example.com',
    mailFrom: 'author@sender.test',
    headerFrom: 'author@sender.test',
    authentication: {
      spf: { result: 'pass' },
      dkim: [],
      dmarc: { result: 'pass' },
      arc: { result: 'none' },
    },
    changes: {},
    isSmtpUtf8: false,
    attempts: 0,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 432_000_000),
    leaseUntil: new Date(createdAt.getTime() + 300_000),
    ...changes,
  };
}

/** A message of the given chunks, ready for the wire, changed as told. */
export function outgoing(
  chunks: readonly (string | Buffer)[] = ['Subject: hello\r\n\r\nHello.\r\n'],
  changes: Partial<OutgoingMessage> = {},
): OutgoingMessage {
  const buffers = chunks.map((chunk) => Buffer.from(chunk));
  return {
    delivery: sampleDelivery(),
    mailFrom: 'b-abc@alias.test',
    rcptTo: 'jane@example.com',
    isSmtpUtf8: false,
    sizeBytes: buffers.reduce((total, { length }) => total + length, 0),
    chunks: () => eachOf(buffers),
    ...changes,
  };
}

async function* eachOf(buffers: readonly Buffer[]): AsyncIterable<Buffer> {
  for (const buffer of buffers) yield await Promise.resolve(buffer);
}
