import type { HeaderField } from '../header/index.ts';
import { dkimFieldPolicies, signMessage, type Signer } from '../field-signature/index.ts';

/** What is signed, by whom. */
export interface SignHeaderInput extends Signer {
  /** The header as it will be sent, without the signature. */
  readonly fields: readonly HeaderField[];
  /** From `BodyHash`: 32 octets. */
  readonly bodyHash: Buffer;
}

/**
 * Makes the DKIM-Signature field that goes above `fields` (RFC 6376 §3.5). Rejects with RangeError when key, hash or selector cannot
 * make one; with the error of OpenSSL when signing fails.
 */
export async function signHeader(input: SignHeaderInput): Promise<HeaderField> {
  return signMessage({ ...input, name: 'DKIM-Signature', firstTag: 'v=1', policies: dkimFieldPolicies });
}
