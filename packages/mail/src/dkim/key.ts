import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

/** A new RSA key pair. */
export interface DkimKey {
  /** SubjectPublicKeyInfo, what the DNS record carries. */
  readonly publicKeyDer: Buffer;
  /** PKCS #8, not encrypted: seal it before it is stored. */
  readonly privateKeyDer: Buffer;
}

// RFC 8301 §3.2: signers use at least 1024 and should use at least 2048 bits. Longer keys do not fit many DNS providers' forms and cost
// four times the CPU per signature.
const modulusBits = 2048;
const generate = promisify(generateKeyPair);

/** Makes an RSA-2048 key pair in the thread pool; takes some hundred milliseconds. */
export async function generateDkimKey(): Promise<DkimKey> {
  const { publicKey, privateKey } = await generate('rsa', {
    modulusLength: modulusBits,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  });
  return { publicKeyDer: publicKey, privateKeyDer: privateKey };
}

/**
 * The text of the TXT record at `<selector>._domainkey.<domain>` (RFC 6376 §3.6.1). With RSA-2048 it has over 255 octets; whoever
 * writes a zone file splits it into strings.
 */
export function formatDkimRecord(publicKeyDer: Buffer): string {
  return `v=DKIM1; k=rsa; p=${publicKeyDer.toString('base64')}`;
}
