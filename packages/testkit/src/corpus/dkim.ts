import { generateKeyPair } from 'node:crypto';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/** A key for signing. */
export interface KeyPairPem {
  /** PKCS #8. */
  readonly privateKeyPem: string;
  /** SubjectPublicKeyInfo. */
  readonly publicKeyPem: string;
  /** TXT value for `<selector>._domainkey.<domain>` (RFC 6376 §3.6.1); over 255 octets, so it takes two character-strings. */
  readonly dkimRecord: string;
}

/** Whose signature to make. */
export interface DkimSignOptions {
  /** Value of `d=`. */
  readonly domain: string;
  /** Value of `s=`. */
  readonly selector: string;
  /** PKCS #8 or PKCS #1. */
  readonly privateKeyPem: string;
}

/** The part of mailauth used here. */
interface Mailauth {
  readonly dkimSign: (
    message: Buffer,
    options: {
      readonly canonicalization: string;
      readonly algorithm: string;
      readonly signatureData: readonly {
        readonly signingDomain: string;
        readonly selector: string;
        readonly privateKey: string;
      }[];
    },
  ) => Promise<{ readonly signatures: string; readonly errors: readonly { readonly err: Error }[] }>;
}

const makeKeyPair = promisify(generateKeyPair);

/** Makes an RSA-2048 pair; about 0.1 s. */
export async function generateKeyPairPem(): Promise<KeyPairPem> {
  const { privateKey, publicKey } = await makeKeyPair('rsa', { modulusLength: 2048 });
  const publicKeyDer = publicKey.export({ type: 'spki', format: 'der' });
  return {
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    dkimRecord: `v=DKIM1; k=rsa; p=${publicKeyDer.toString('base64')}`,
  };
}

/**
 * Puts a DKIM-Signature (relaxed/relaxed, rsa-sha256) before the message, made by mailauth: not by the code under test.
 * Rejects when mailauth made none.
 */
export async function signWithDkim(message: Buffer, options: DkimSignOptions): Promise<Buffer> {
  // mailauth is the server's dependency; it is hoisted to where this resolves it.
  const { dkimSign } = createRequire(import.meta.url)('mailauth/lib/dkim/sign') as Mailauth;
  const { signatures, errors } = await dkimSign(message, {
    canonicalization: 'relaxed/relaxed',
    algorithm: 'rsa-sha256',
    signatureData: [
      { signingDomain: options.domain, selector: options.selector, privateKey: options.privateKeyPem },
    ],
  });
  if (signatures === '') throw new Error('mailauth made no signature', { cause: errors[0]?.err });
  return Buffer.concat([Buffer.from(signatures), message]);
}
