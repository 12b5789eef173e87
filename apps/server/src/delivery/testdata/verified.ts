import type { ARCData } from 'mailauth';
import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

/** What a receiver finds out by signatures. */
export interface Verified {
  /** `domain=result`, from the top of the header down. */
  readonly dkim: readonly string[];
  /** Result of the ARC chain: `none`, `pass`, `fail`. */
  readonly arc: string;
  /** Highest instance of the chain; 0 without one. */
  readonly arcInstance: number;
}

/** Verifies DKIM and ARC as a receiver does, by mailauth: not by the code under test. `records` are TXT records by name. */
export async function verifySignatures(
  octets: Buffer,
  records: Readonly<Record<string, string>>,
): Promise<Verified> {
  const resolver = (name: string) => {
    const record = records[name];
    if (record !== undefined) return Promise.resolve([[record]]);
    return Promise.reject(Object.assign(new Error(`no record for ${name}`), { code: 'ENOTFOUND' }));
  };
  const { results, arc: chain } = await dkimVerify(octets, { resolver });
  const verifiedChain = chain === undefined ? undefined : await arc(chain as ARCData, { resolver });
  return {
    dkim: results
      .filter(({ signingDomain }) => signingDomain)
      .map(({ signingDomain, status }) => `${String(signingDomain)}=${status.result}`),
    arc: verifiedChain?.status.result ?? 'none',
    arcInstance: verifiedChain?.i || 0,
  };
}
