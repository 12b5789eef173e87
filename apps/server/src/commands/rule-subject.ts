import { readFile } from 'node:fs/promises';
import {
  findHeaderEnd,
  formatAddress,
  hasAttachments,
  parseHeaderBlock,
  type HeaderBlock,
} from '@smtpy/mail';
import { ContentMissingError, type OpenedContent } from '../queue/index.ts';
import { authenticationWords, readMessageFacts, type MessageFacts } from '../rules/index.ts';
import type { Installation } from './open.ts';
import { findAlias, type Found } from './owner.ts';

/** A message to judge, for one of the addresses that it came for. */
export interface JudgedMessage {
  readonly organizationId: string;
  readonly facts: MessageFacts;
  /** Whether the message itself was there to be read, and not only what is kept of it. */
  readonly isWhole: boolean;
}

/** What is known of an .eml file beside its octets. */
export interface FileWords {
  readonly path: string;
  readonly alias: string;
  readonly mailFrom: string;
  readonly authentication: MessageFacts['authentication'];
}

const timeZone = 'UTC';
const maxFileBytes = 100 * 1024 * 1024;

/** A file, as if it came now. */
export async function judgeFile(
  installation: Installation,
  { path, alias: aliasAddress, mailFrom, authentication }: FileWords,
): Promise<Found<readonly JudgedMessage[]>> {
  const alias = await findAlias(installation, aliasAddress);
  if (alias.kind === 'refused') return alias;
  const data = await readMessage(path);
  if (data.kind === 'refused') return data;
  const header = parseHeaderBlock(data.value);
  const facts = readMessageFacts({
    header,
    aliasId: alias.value.id,
    alias: formatAddress(alias.value.address),
    mailFrom,
    sizeBytes: data.value.length,
    hasAttachments: await hasAttachments({ header, body: bodyOf(data.value) }),
    authentication: {
      spf: { result: authentication.spf },
      dkim: [{ result: authentication.dkim, domain: '', isAligned: false }],
      dmarc: { result: authentication.dmarc },
    },
    receivedAt: new Date(),
    timeZone,
  });
  return { kind: 'found', value: [{ organizationId: alias.value.organizationId, facts, isWhole: true }] };
}

/** A message that came, for each alias that it came for. */
export async function judgeStored(
  installation: Installation,
  id: string,
): Promise<Found<readonly JudgedMessage[]>> {
  const message = await installation.messages.show(id);
  if (message === undefined) return { kind: 'refused', reason: `There is no message ${id}` };
  const judged = new Map<string, JudgedMessage>();
  for (const delivery of message.deliveries) {
    const shown = await installation.queue.show(delivery.id);
    if (shown.kind !== 'found' || shown.delivery.aliasId === undefined) continue;
    const { aliasId, contentId } = shown.delivery;
    if (judged.has(aliasId)) continue;
    const { organizationId, receivedAt, mailFrom, sizeBytes, authentication } = message;
    const kept = { aliasId, alias: delivery.recipient, mailFrom, sizeBytes, receivedAt, timeZone };
    const content = await openContent(installation, contentId);
    const facts =
      content === undefined
        ? {
            ...kept,
            author: message.headerFrom,
            subject: message.subject ?? '',
            hasAttachments: false,
            headerValues: () => [],
            authentication: authenticationWords(authentication),
          }
        : readMessageFacts({ ...kept, ...(await readContent(content)), authentication });
    judged.set(aliasId, { organizationId, facts, isWhole: content !== undefined });
  }
  if (judged.size > 0) return { kind: 'found', value: [...judged.values()] };
  return { kind: 'refused', reason: `Message ${id} came for no alias` };
}

async function readContent(
  content: OpenedContent,
): Promise<{ readonly header: HeaderBlock; readonly hasAttachments: boolean }> {
  const header = parseHeaderBlock(await content.header());
  return { header, hasAttachments: await hasAttachments({ header, body: content.body() }) };
}

async function openContent({ queue }: Installation, contentId: string): Promise<OpenedContent | undefined> {
  try {
    return await queue.openContent(contentId);
  } catch (error) {
    // Expected: it was delivered, and is kept no longer.
    if (error instanceof ContentMissingError) return undefined;
    throw error;
  }
}

async function readMessage(path: string): Promise<Found<Buffer>> {
  try {
    const text = await readFile(path);
    if (text.length > maxFileBytes) return { kind: 'refused', reason: `${path} is too large for a message` };
    // Files have the line ends of their system, mail has its own.
    return { kind: 'found', value: Buffer.from(text.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1') };
  } catch (error) {
    // Expected: no such file, or none that may be read.
    return {
      kind: 'refused',
      reason: `${path} cannot be read: ${error instanceof Error ? error.message : ''}`,
    };
  }
}

async function* bodyOf(data: Buffer): AsyncGenerator<Buffer, void, undefined> {
  const start = findHeaderEnd(data);
  if (start >= 0) yield await Promise.resolve(data.subarray(start));
}
