import { randomBytes } from 'node:crypto';
import { fieldValue, formatHeaderBlock, makeField, type HeaderField } from '@smtpy/mail';
import { armorMessage } from './armor.ts';
import { createEncryptionSession, encryptPackets, type SizedOctets } from './encrypted-packets.ts';
import { splitHeader } from './protected-header.ts';
import { readPublicKey } from './public-key.ts';

/** A message as it would leave without encryption, and with what to encrypt it. */
export interface EncryptMessageInput {
  readonly fields: readonly HeaderField[];
  readonly body: SizedOctets;
  /** ASCII armour. */
  readonly publicKey: string;
  /** Whether the subject is to be seen only inside. */
  readonly hidesSubject: boolean;
  /** The key must be valid then. */
  readonly at: Date;
}

/** How encrypting ended. */
export type EncryptMessageResult =
  | {
      readonly kind: 'encrypted';
      /** The header outside, with the Content-Type of the new body. */
      readonly fields: readonly HeaderField[];
      /** Begins anew at every call, with the same octets. */
      readonly chunks: () => AsyncIterable<Buffer>;
    }
  /** The author did it. Nothing would be won by doing it again, and some programs cannot show it. */
  | { readonly kind: 'already_encrypted' }
  /** It must not leave. A sentence without a full stop. */
  | { readonly kind: 'not_possible'; readonly reason: string };

const algorithm = 'aes256';

/** S/MIME that only signs says so (RFC 8551 §3.2.2); what says nothing is not taken for encrypted. */
const encryptedTypes: readonly RegExp[] = [
  /^multipart\/encrypted[ \t]*(?:;|$)/iu,
  /^application\/pgp-encrypted[ \t]*(?:;|$)/iu,
  /^application\/(?:x-)?pkcs7-mime[ \t]*;.*\bsmime-type[ \t]*=[ \t]*"?(?:enveloped|authenveloped)-data/isu,
];

/**
 * Encrypts a message as PGP/MIME (RFC 3156 §4): the body and what describes it go inside as they are, octet for octet. Expected
 * failures are values; it rejects for nothing else than a defect.
 */
export async function encryptMessage(input: EncryptMessageInput): Promise<EncryptMessageResult> {
  const { fields, body, publicKey, at } = input;
  if (isEncrypted(fields)) return { kind: 'already_encrypted' };
  const session = createEncryptionSession();
  const sessionKeyPacket = await encryptSessionKey(session.sessionKey, publicKey, at);
  if (sessionKeyPacket.kind === 'not_possible') return sessionKeyPacket;

  const { outer, inner } = splitHeader(fields, input);
  const innerHeader = formatHeaderBlock(inner);
  const plain: SizedOctets = {
    sizeBytes: innerHeader.length + body.sizeBytes,
    chunks: () => concatenate([innerHeader], body.chunks()),
  };
  const packets = () => concatenate([sessionKeyPacket.octets], encryptPackets(plain, session));
  const boundary = `pgp-${randomBytes(16).toString('hex')}`;
  const type = `multipart/encrypted; protocol="application/pgp-encrypted"; boundary="${boundary}"`;
  return {
    kind: 'encrypted',
    fields: [...outer, makeField('Content-Type', type)],
    chunks: () => concatenate([partsBefore(boundary)], armorMessage(packets()), [partsAfter(boundary)]),
  };
}

/** Whether the message says that it is encrypted. The first field of that name counts, as most programs have it. */
function isEncrypted(fields: readonly HeaderField[]): boolean {
  const field = fields.find(({ lowerName }) => lowerName === 'content-type');
  if (field === undefined) return false;
  const value = fieldValue(field).toString('latin1');
  return encryptedTypes.some((pattern) => pattern.test(value));
}

type SessionKeyPacket =
  | { readonly kind: 'made'; readonly octets: Buffer }
  | { readonly kind: 'not_possible'; readonly reason: string };

/** RFC 9580 §5.1, of version 3: the one that goes with unauthenticated encryption of version 1. */
async function encryptSessionKey(sessionKey: Buffer, publicKey: string, at: Date): Promise<SessionKeyPacket> {
  const reading = await readPublicKey(publicKey, at);
  if (reading.kind === 'refused') return { kind: 'not_possible', reason: reading.reason };
  try {
    const openpgp = await import('openpgp');
    const key = await openpgp.readKey({ armoredKey: reading.key.armor });
    const octets = await openpgp.encryptSessionKey({
      data: new Uint8Array(sessionKey),
      algorithm,
      encryptionKeys: key.toPublic(),
      format: 'binary',
      date: at,
    });
    return { kind: 'made', octets: Buffer.from(octets) };
  } catch {
    // Expected: the library's refusal of key material that it could parse. Whatever it is, nothing may leave unencrypted.
    return { kind: 'not_possible', reason: 'The key cannot be used for encrypting' };
  }
}

/** RFC 3156 §4: the first part has nothing but the version. */
function partsBefore(boundary: string): Buffer {
  return Buffer.from(
    [
      'This is an OpenPGP/MIME encrypted message (RFC 3156).',
      `--${boundary}`,
      'Content-Type: application/pgp-encrypted',
      'Content-Description: PGP/MIME version identification',
      '',
      'Version: 1',
      '',
      `--${boundary}`,
      'Content-Type: application/octet-stream; name="encrypted.asc"',
      'Content-Description: OpenPGP encrypted message',
      'Content-Disposition: inline; filename="encrypted.asc"',
      '',
      '',
    ].join('\r\n'),
  );
}

function partsAfter(boundary: string): Buffer {
  return Buffer.from(`\r\n--${boundary}--\r\n`);
}

async function* concatenate(
  ...parts: readonly (AsyncIterable<Buffer> | readonly Buffer[])[]
): AsyncIterable<Buffer> {
  for (const part of parts) yield* part;
}
