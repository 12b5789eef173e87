import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** What a message is encrypted with, in every pass over it the same: so all passes give the same octets. */
export interface EncryptionSession {
  /** 32 octets for AES-256. For one plaintext only. */
  readonly sessionKey: Buffer;
  /** 16 random octets that go before the plaintext, in place of an initialisation vector. */
  readonly prefix: Buffer;
}

/** Octets whose number is known before the first of them is read. */
export interface SizedOctets {
  readonly sizeBytes: number;
  readonly chunks: () => AsyncIterable<Buffer>;
}

const blockOctets = 16;
const mdcOctets = 22;
/** Format `b`, no file name, no date. */
const literalFields = Buffer.from([0x62, 0, 0, 0, 0, 0]);
const mdcHeader = Buffer.from([0xd3, 0x14]);

/** Makes a session of its own for one message. */
export function createEncryptionSession(): EncryptionSession {
  return { sessionKey: randomBytes(32), prefix: randomBytes(blockOctets) };
}

/**
 * A Symmetrically Encrypted and Integrity Protected Data packet of version 1 with AES-256 (RFC 9580 §5.13.1), which every program in
 * use can read, around an uncompressed Literal Data packet (§5.9) of `plain`. In bounded memory. Throws when `plain` is longer or
 * shorter than it says: the lengths stand before it.
 *
 * NOTE: the library would make it as well, but with another prefix in each pass, so that nobody could know size and hash of the message
 * before it is sent.
 */
export async function* encryptPackets(plain: SizedOctets, session: EncryptionSession): AsyncIterable<Buffer> {
  const literalHeader = packetHeader(11, literalFields.length + plain.sizeBytes);
  const prefixOctets = blockOctets + 2;
  const sealedOctets =
    prefixOctets + literalHeader.length + literalFields.length + plain.sizeBytes + mdcOctets;
  yield Buffer.concat([packetHeader(18, 1 + sealedOctets), Buffer.from([1])]);

  const cipher = createCipheriv('aes-256-cfb', session.sessionKey, Buffer.alloc(blockOctets));
  const digest = createHash('sha1');
  const seal = (octets: Buffer): Buffer => {
    digest.update(octets);
    return cipher.update(octets);
  };
  const { prefix } = session;
  yield seal(Buffer.concat([prefix, prefix.subarray(-2), literalHeader, literalFields]));
  let count = 0;
  for await (const chunk of plain.chunks()) {
    count += chunk.length;
    yield seal(chunk);
  }
  if (count !== plain.sizeBytes)
    throw new Error(`the plaintext has ${String(count)} octets instead of ${String(plain.sizeBytes)}`);
  // The digest covers its own packet's header (RFC 9580 §5.13.1).
  const sealedMdcHeader = seal(mdcHeader);
  yield Buffer.concat([sealedMdcHeader, cipher.update(digest.digest()), cipher.final()]);
}

/** RFC 9580 §4.2.1.3: five octets of length do for every size. */
function packetHeader(tag: number, bodyOctets: number): Buffer {
  const header = Buffer.from([0xc0 | tag, 0xff, 0, 0, 0, 0]);
  header.writeUInt32BE(bodyOctets, 2);
  return header;
}
