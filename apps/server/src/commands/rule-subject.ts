import { readFile } from 'node:fs/promises';
import { formatAddress } from '@smtpy/mail';
import { judgeRaw, judgeStored, type JudgedMessage, type MessageFacts } from '../rules/index.ts';
import type { Installation } from './open.ts';
import { findAlias, type Found } from './owner.ts';

/** What is known of an .eml file beside its octets. */
export interface FileWords {
  readonly path: string;
  readonly alias: string;
  readonly mailFrom: string;
  readonly authentication: MessageFacts['authentication'];
}

const maxFileBytes = 100 * 1024 * 1024;

/** A file, as if it came now. */
export async function judgeFile(
  installation: Installation,
  { path, alias: aliasAddress, mailFrom, authentication }: FileWords,
): Promise<Found<readonly JudgedMessage[]>> {
  const alias = await findAlias(installation, aliasAddress);
  if (alias.kind === 'refused') return alias;
  const octets = await readMessage(path);
  if (octets.kind === 'refused') return octets;
  const { id, organizationId, address } = alias.value;
  const judged = await judgeRaw({
    octets: octets.value,
    organizationId,
    alias: { id, address: formatAddress(address) },
    mailFrom,
    authentication,
    receivedAt: new Date(),
  });
  return { kind: 'found', value: [judged] };
}

/** A message that came, for each alias that it came for. */
export async function judgeKept(
  installation: Installation,
  messageId: string,
): Promise<Found<readonly JudgedMessage[]>> {
  const judged = await judgeStored(installation, { messageId });
  if (judged === undefined) return { kind: 'refused', reason: `There is no message ${messageId}` };
  if (judged.length > 0) return { kind: 'found', value: judged };
  return { kind: 'refused', reason: `Message ${messageId} came for no alias` };
}

async function readMessage(path: string): Promise<Found<Buffer>> {
  try {
    const octets = await readFile(path);
    if (octets.length > maxFileBytes)
      return { kind: 'refused', reason: `${path} is too large for a message` };
    return { kind: 'found', value: octets };
  } catch (error) {
    // Expected: no such file, or none that may be read.
    return {
      kind: 'refused',
      reason: `${path} cannot be read: ${error instanceof Error ? error.message : ''}`,
    };
  }
}
