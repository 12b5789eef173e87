import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  type CipherGCM,
  type DecipherGCM,
} from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../config/index.ts';
import { loadOrCreatePrivateFile } from './private-file.ts';

/** What a derived key is for; each purpose gets a key that tells nothing of the others. */
export type KeyPurpose =
  | 'return-path'
  | 'loop-token'
  | 'message-id'
  | 'confirmation'
  | 'quarantine'
  | 'sealing'
  | 'accounts'
  | 'cursor';

/** Encrypts secrets at rest. */
export interface Sealer {
  /** Encrypts `plain`. `context` names the row and column it is for; opening demands the same. */
  seal(plain: Buffer, context: string): Buffer;
  /** Decrypts what `seal` made. Throws when key or context differ or a byte was changed. */
  open(sealed: Buffer, context: string): Buffer;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/**
 * A sealer under the master key's `sealing` key: AES-256-GCM, laid out as version byte, nonce, tag, ciphertext, with
 * version and context authenticated. Nonces are random: 2^32 seals under one key keep the chance of a repeat under 2^-32
 * (NIST SP 800-38D §8.3), far beyond the number of keys and secrets an installation has.
 */
export function createSealer(masterKey: Buffer): Sealer {
  const key = deriveKey(masterKey, 'sealing');
  return {
    seal: (plain, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher: CipherGCM = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      cipher.setAAD(authenticatedData(context));
      const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), ciphertext]);
    },
    open: (sealed, context) => {
      if (sealed.length < 1 + nonceBytes + tagBytes || sealed[0] !== version) {
        throw new Error(`what is stored for ${context} is not a sealed value of version ${String(version)}`);
      }
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const decipher: DecipherGCM = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(authenticatedData(context));
      decipher.setAuthTag(sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes));
      return finish(decipher, sealed.subarray(1 + nonceBytes + tagBytes), context);
    },
  };
}

function authenticatedData(context: string): Buffer {
  return Buffer.concat([Buffer.of(version), Buffer.from(context, 'utf8')]);
}

function finish(decipher: DecipherGCM, ciphertext: Buffer, context: string): Buffer {
  // Expected: the tag does not fit, because the secret key is another one or the value was changed.
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch (error) {
    throw new Error(
      `the sealed value for ${context} does not open: the secret key is not the one it was sealed with`,
      {
        cause: error,
      },
    );
  }
}

/** 32 bytes for one purpose (RFC 5869 HKDF-SHA256); the same master key and purpose give the same bytes. */
export function deriveKey(masterKey: Buffer, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync('sha256', masterKey, '', `smtpy/${purpose}`, keyBytes));
}

/** Fewer characters than this could be guessed from what the key signs. */
const minSecretKeyLength = 32;

/**
 * The 32 bytes from which all other keys come: derived from the configured secret, or else made once and kept in
 * `<dataDir>/secret.key` (hexadecimal, mode 0600). Several processes may call it at once and get the same key. Throws
 * when the secret is shorter than 32 characters or the file is damaged; an existing file is never overwritten.
 */
export async function loadMasterKey(options: {
  readonly secretKey: Secret | undefined;
  readonly dataDir: string;
}): Promise<Buffer> {
  if (options.secretKey !== undefined) return stretchSecret(options.secretKey.reveal());
  await mkdir(options.dataDir, { recursive: true });
  const path = join(options.dataDir, 'secret.key');
  const text = await loadOrCreatePrivateFile(path, () => `${randomBytes(keyBytes).toString('hex')}\n`);
  const hex = text.trim();
  if (!/^[0-9a-f]{64}$/.test(hex)) {
    throw new Error(
      `${path} is damaged: restore it from a backup, what was sealed with it cannot be opened otherwise`,
    );
  }
  return Buffer.from(hex, 'hex');
}

function stretchSecret(secret: string): Buffer {
  if (secret.length < minSecretKeyLength) {
    throw new Error(`SMTPY_SECRET_KEY needs at least ${String(minSecretKeyLength)} characters`);
  }
  return Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'utf8'), '', 'smtpy/master', keyBytes));
}
