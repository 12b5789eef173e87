import type { HeaderField } from '../header/index.ts';
import { makeField } from '../header/index.ts';
import {
  arcFieldPolicies,
  formatSigner,
  signField,
  signMessage,
  type Signer,
} from '../field-signature/index.ts';
import { readArcChain, type ArcChain, type ArcSet } from './chain.ts';

/** What is sealed, by whom. */
export interface SealArcInput extends Omit<Signer, 'signedAt'> {
  /** The header as it will be sent, without the new set. */
  readonly fields: readonly HeaderField[];
  /** From `BodyHash`: 32 octets. */
  readonly bodyHash: Buffer;
  /** Goes into `t=` in whole seconds. */
  readonly sealedAt: Date;
  /** The value of our Authentication-Results field, which begins with our name. */
  readonly authenticationResults: Buffer;
  /** What our verifier said of the chain that came: `none`, `pass`, `fail`. Anything else is not known, and nothing is sealed. */
  readonly chainResult: string;
}

/** Chain validation status of the set to come (RFC 8617 §4.1.3), and the sets its seal covers. */
interface Continuation {
  readonly status: 'none' | 'pass' | 'fail';
  readonly covered: readonly ArcSet[];
}

// RFC 8617 §4.2.1.
const maxInstance = 50;

/**
 * Makes the three fields of the next set (RFC 8617 §5.1), the seal first, to go above `fields`. Empty when there is nothing to add: the
 * newest seal says already that the chain has failed, instance 50 is reached, or the result does not fit the chain. Rejects with
 * RangeError when key, hash or selector cannot make a signature.
 */
export async function sealArc(input: SealArcInput): Promise<readonly HeaderField[]> {
  const chain = readArcChain(input.fields);
  const instance = chain.highestInstance + 1;
  const continuation = continueChain(chain, input.chainResult);
  if (chain.hasFailed || instance > maxInstance || continuation === undefined) return [];
  const signer: Signer = { ...input, signedAt: input.sealedAt };
  const instanceTag = `i=${String(instance)}`;
  const authenticationResults = makeField(
    'ARC-Authentication-Results',
    Buffer.concat([Buffer.from(`${instanceTag}; `), input.authenticationResults]),
  );
  const messageSignature = await signMessage({
    ...signer,
    name: 'ARC-Message-Signature',
    firstTag: instanceTag,
    policies: arcFieldPolicies,
    fields: input.fields,
    bodyHash: input.bodyHash,
  });
  const seal = await signField({
    name: 'ARC-Seal',
    unsignedValue: `${instanceTag}; a=rsa-sha256; cv=${continuation.status}; ${formatSigner(signer)}\r\n b=`,
    covered: [...continuation.covered.flatMap(inSealOrder), authenticationResults, messageSignature],
    key: input.key,
  });
  return [seal, messageSignature, authenticationResults];
}

/**
 * RFC 8617 §5.1.2: the seal of a chain that failed covers its own set only, because nobody could tell what else. A first instance is
 * always `none` (§5.2 step 3), so there is no way to mark fields whose instances cannot be read.
 */
function continueChain({ highestInstance, sets }: ArcChain, chainResult: string): Continuation | undefined {
  if (highestInstance === 0) return chainResult === 'none' ? { status: 'none', covered: [] } : undefined;
  if (chainResult === 'fail') return { status: 'fail', covered: [] };
  return chainResult === 'pass' && sets !== undefined ? { status: 'pass', covered: sets } : undefined;
}

/** RFC 8617 §5.1.1. */
function inSealOrder({ authenticationResults, messageSignature, seal }: ArcSet): readonly HeaderField[] {
  return [authenticationResults, messageSignature, seal];
}
