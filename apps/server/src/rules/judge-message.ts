import { findHeaderEnd, hasAttachments, parseHeaderBlock, type HeaderBlock } from '@smtpy/mail';
import {
  ContentMissingError,
  type AuthenticationFacts,
  type OpenedContent,
  type Queue,
  type ReadableMessage,
} from '../queue/index.ts';
import { authenticationWords, readMessageFacts } from './message-facts.ts';
import type { MessageFacts } from './rule.ts';

/** A message to judge, for one of the aliases that it came for. */
export interface JudgedMessage {
  readonly organizationId: string;
  readonly facts: MessageFacts;
  /** Whether the message itself was there to be read, and not only what is kept of it. */
  readonly isWhole: boolean;
}

/** A message as octets, and what is known beside them. */
export interface RawMessage {
  /** With either kind of line ends. */
  readonly octets: Buffer;
  readonly organizationId: string;
  readonly alias: { readonly id: string; readonly address: string };
  /** Empty: the null sender. */
  readonly mailFrom: string;
  readonly authentication: MessageFacts['authentication'];
  readonly receivedAt: Date;
}

/** What judging stored messages needs. */
export interface JudgingDependencies {
  readonly messages: {
    show(
      id: string,
      options?: { readonly organizationId?: string | undefined },
    ): Promise<KeptMessage | undefined>;
  };
  readonly queue: Pick<Queue, 'show' | 'openForReading'>;
}

/** What is kept of a message. */
interface KeptMessage {
  readonly organizationId: string;
  readonly receivedAt: Date;
  readonly mailFrom: string;
  readonly headerFrom: string | undefined;
  readonly subject: string | undefined;
  readonly sizeBytes: number;
  readonly authentication: AuthenticationFacts;
  readonly deliveries: readonly { readonly id: string; readonly recipient: string }[];
}

/** What a condition on time means that names no zone. */
const timeZone = 'UTC';

/** A pasted message or one from a file, as if it came for the alias. Never throws, whatever the octets are. */
export async function judgeRaw(message: RawMessage): Promise<JudgedMessage> {
  const { organizationId, alias, mailFrom, authentication, receivedAt } = message;
  // Texts have the line ends of their system, mail has its own.
  const octets = Buffer.from(message.octets.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
  const header = parseHeaderBlock(octets);
  const facts = readMessageFacts({
    header,
    aliasId: alias.id,
    alias: alias.address,
    mailFrom,
    sizeBytes: octets.length,
    hasAttachments: await hasAttachments({ header, body: bodyOf(octets) }),
    authentication: {
      spf: { result: authentication.spf },
      dkim: [{ result: authentication.dkim, domain: '', isAligned: false }],
      dmarc: { result: authentication.dmarc },
    },
    receivedAt,
    timeZone,
  });
  return { organizationId, facts, isWhole: true };
}

/** A stored message, for each alias that it came for; undefined where there is none. Absent organization: of any, for the operator. */
export async function judgeStored(
  { messages, queue }: JudgingDependencies,
  { messageId, organizationId }: { readonly messageId: string; readonly organizationId?: string | undefined },
): Promise<readonly JudgedMessage[] | undefined> {
  const message = await messages.show(messageId, { organizationId });
  if (message === undefined) return undefined;
  const judged = new Map<string, JudgedMessage>();
  for (const { id, recipient } of message.deliveries) {
    const shown = await queue.show(id);
    if (shown.kind !== 'found' || shown.delivery.aliasId === undefined) continue;
    const { aliasId } = shown.delivery;
    if (judged.has(aliasId)) continue;
    const content = await openContent(queue, { messageId, organizationId: message.organizationId });
    const facts = await factsOf(message, { aliasId, alias: recipient, content });
    judged.set(aliasId, { organizationId: message.organizationId, facts, isWhole: content !== undefined });
  }
  return [...judged.values()];
}

async function factsOf(
  { mailFrom, headerFrom, subject, sizeBytes, receivedAt, authentication }: KeptMessage,
  {
    aliasId,
    alias,
    content,
  }: {
    readonly aliasId: string;
    readonly alias: string;
    readonly content: OpenedContent | undefined;
  },
): Promise<MessageFacts> {
  const kept = { aliasId, alias, mailFrom, sizeBytes, receivedAt, timeZone };
  if (content !== undefined)
    return readMessageFacts({ ...kept, ...(await readContent(content)), authentication });
  return {
    ...kept,
    author: headerFrom,
    subject: subject ?? '',
    hasAttachments: false,
    headerValues: () => [],
    authentication: authenticationWords(authentication),
  };
}

async function readContent(
  content: OpenedContent,
): Promise<{ readonly header: HeaderBlock; readonly hasAttachments: boolean }> {
  const header = parseHeaderBlock(await content.header());
  return { header, hasAttachments: await hasAttachments({ header, body: content.body() }) };
}

async function openContent(
  queue: JudgingDependencies['queue'],
  message: ReadableMessage,
): Promise<OpenedContent | undefined> {
  try {
    return await queue.openForReading(message);
  } catch (error) {
    // Expected: it was delivered, and is kept no longer.
    if (error instanceof ContentMissingError) return undefined;
    throw error;
  }
}

async function* bodyOf(data: Buffer): AsyncGenerator<Buffer, void, undefined> {
  const start = findHeaderEnd(data);
  if (start >= 0) yield await Promise.resolve(data.subarray(start));
}
