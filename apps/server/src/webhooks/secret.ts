import { createHmac, randomBytes } from 'node:crypto';
import type { Sealer } from '../db/index.ts';

/** Standard Webhooks allows 24 to 64; 32 are as many as the hash has. */
const secretBytes = 32;

/** A new secret, as octets. */
export function createSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** A secret as receivers are given it: `whsec_` and base64. */
export function formatSecret(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`;
}

const contextOf = (webhookId: string): string => `webhooks.secret ${webhookId}`;

/** Seals a secret for its row. */
export function sealSecret(sealer: Sealer, webhookId: string, secret: Buffer): Buffer {
  return sealer.seal(secret, contextOf(webhookId));
}

/** Opens what {@link sealSecret} sealed. */
export function openSecret(sealer: Sealer, webhookId: string, sealed: Buffer): Buffer {
  return sealer.open(sealed, contextOf(webhookId));
}

/** What is signed. */
export interface SignedContent {
  /** The same with every attempt. */
  readonly id: string;
  /** When this attempt is sent; receivers refuse what is minutes old. */
  readonly at: Date;
  readonly body: Buffer;
}

/** The header fields that say who sent a body and when, with one signature for each secret (Standard Webhooks, symmetric). */
export function signatureHeaders(
  { id, at, body }: SignedContent,
  secrets: readonly Buffer[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const hmac = createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body);
    return `v1,${hmac.digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
