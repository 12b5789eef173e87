import type { HeaderField } from '../header/index.ts';
import type { FieldPolicy } from './signed-fields.ts';
import type { Signer } from './field-signature.ts';
import { foldNames, formatSigner, signField } from './field-signature.ts';
import { chooseSignedFields } from './signed-fields.ts';

/** A signature over a header and a body. */
export interface MessageSignatureInput extends Signer {
  readonly name: string;
  /** What the value begins with, such as `v=1`. */
  readonly firstTag: string;
  readonly policies: readonly FieldPolicy[];
  readonly fields: readonly HeaderField[];
  /** From `BodyHash`: 32 octets. */
  readonly bodyHash: Buffer;
}

const bodyHashOctets = 32;

/** Makes a field with the tags of RFC 6376 §3.5. Rejects with RangeError when key, hash or selector cannot make one. */
export async function signMessage(input: MessageSignatureInput): Promise<HeaderField> {
  const { name, bodyHash, key } = input;
  if (bodyHash.length !== bodyHashOctets) throw new RangeError('body hash is no SHA-256');
  const signed = chooseSignedFields(input.fields, input.policies);
  const unsignedValue = [
    `${input.firstTag}; a=rsa-sha256; c=relaxed/relaxed; ${formatSigner(input)}`,
    `h=${foldNames(signed.names)};`,
    `bh=${bodyHash.toString('base64')};`,
    'b=',
  ].join('\r\n ');
  return signField({ name, unsignedValue, covered: signed.fields, key });
}
