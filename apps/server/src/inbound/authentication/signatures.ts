import { PassThrough } from 'node:stream';
import { findFields, formatHeaderBlock, type HeaderBlock } from '@smtpy/mail';
import type { ARCData } from 'mailauth';
import { arc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { DnsResolver } from '../../dns/index.ts';
import type { ContentObserver } from '../content/content-intake.ts';
import { maxSignatures } from '../limits.ts';

/** One DKIM signature that was looked at. */
export interface SignatureResult {
  /** RFC 8601 §2.7.1. */
  readonly result: string;
  /** The signing domain, as written. */
  readonly domain: string;
  readonly selector: string | undefined;
  readonly comment: string | undefined;
  /** Octets of the body that the signature does not cover (`l=`), when there are any. */
  readonly uncoveredOctets: number | undefined;
  /** Lower-case names of the fields that it covers, one for each field; absent when it was not looked at so far. */
  readonly coveredFields: readonly string[];
}

/** What DKIM and ARC say. */
export interface SignatureResults {
  readonly dkim: readonly SignatureResult[];
  readonly arc: { readonly result: string; readonly comment?: string };
}

/** Results while the content streams by. */
export interface SignatureObserver extends ContentObserver {
  /** To be called once, after the last piece. Rejects on defects of the library only. */
  finish(): Promise<SignatureResults>;
}

const unsigned: SignatureResults = { dkim: [], arc: { result: 'none' } };
// RFC 8617 §4.1.3, §4.2.1: what the library accepts but would not by the letter, in a chain that we may have to vouch for.
const chainFaults = ['arc-tag-syntax', 'arc-instance-syntax'];
const arcFields = ['arc-seal', 'arc-message-signature', 'arc-authentication-results'];

/** Whether there is anything to verify. Most spam and much internal mail has no signature, and then no octet needs a second look. */
function hasSignatures(header: HeaderBlock): boolean {
  return header.fields.some(
    ({ lowerName }) => lowerName === 'dkim-signature' || arcFields.includes(lowerName),
  );
}

/** Verifies the signatures of content that is here as a whole. */
export async function verifySignatures(
  content: { readonly header: HeaderBlock; readonly data: Buffer; readonly headerBytes: number },
  resolver: Pick<DnsResolver, 'resolve'>,
): Promise<SignatureResults> {
  const { header, data, headerBytes } = content;
  if (!hasSignatures(header)) return unsigned;
  const kept = headerToVerify(header);
  const input = kept === undefined ? data : Buffer.concat([kept, data.subarray(headerBytes)]);
  return verify(input, resolver);
}

/** Begins to verify the signatures of content that streams by; undefined when there are none. */
export function observeSignatures(
  content: { readonly header: HeaderBlock; readonly headerBytes: number },
  resolver: Pick<DnsResolver, 'resolve'>,
): SignatureObserver | undefined {
  if (!hasSignatures(content.header)) return undefined;
  const stream = new PassThrough();
  const results = verify(stream, resolver);
  // Nobody waits for the results of abandoned content.
  results.catch(() => undefined);
  let replaced = headerToVerify(content.header);
  let skip = replaced === undefined ? 0 : content.headerBytes;
  return {
    write: async (piece) => {
      if (replaced !== undefined) stream.write(replaced);
      replaced = undefined;
      const rest = piece.subarray(skip);
      skip = 0;
      if (stream.destroyed || stream.write(rest)) return;
      await drained(stream);
    },
    abandon: () => {
      stream.destroy();
    },
    finish: () => {
      stream.end();
      return results;
    },
  };
}

/** The header block without the signatures beyond {@link maxSignatures}; undefined when all may stay. */
function headerToVerify(header: HeaderBlock): Buffer | undefined {
  const surplus = new Set(findFields(header, 'dkim-signature').slice(maxSignatures));
  return surplus.size === 0
    ? undefined
    : formatHeaderBlock(header.fields.filter((field) => !surplus.has(field)));
}

/** Resolves when the stream wants more, or is gone. */
async function drained(stream: PassThrough): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const done = () => {
    resolve(undefined);
  };
  stream.once('drain', done).once('close', done);
  await promise;
  stream.off('drain', done).off('close', done);
}

async function verify(
  input: Buffer | PassThrough,
  resolver: Pick<DnsResolver, 'resolve'>,
): Promise<SignatureResults> {
  const ask = (name: string, type: string) => resolver.resolve(name, type) as Promise<string[] | string[][]>;
  // RFC 8301 §3.1: rsa-sha1 must not count as verified.
  const verified = await dkimVerify(input, { resolver: ask, rejectRsaSha1: true });
  const chain = verified.arc === undefined ? unsigned.arc : await judgeChain(verified.arc as ARCData, ask);
  return {
    dkim: verified.results.flatMap((result) =>
      result.signingDomain
        ? [
            {
              result: result.status.result,
              domain: result.signingDomain,
              selector: result.selector,
              comment: result.status.comment || undefined,
              uncoveredOctets: result.status.underSized || undefined,
              coveredFields: readNames(result.signingHeaders?.keys),
            },
          ]
        : [],
    ),
    arc: chain,
  };
}

function readNames(keys: string | undefined): readonly string[] {
  return (keys ?? '').toLowerCase().split(/[\s:]+/);
}

async function judgeChain(
  data: ARCData,
  resolver: (name: string, type: string) => Promise<string[] | string[][]>,
): Promise<SignatureResults['arc']> {
  const { status, warnings = [] } = await arc(data, { resolver });
  if (status.result === 'pass' && warnings.some((warning) => chainFaults.includes(warning)))
    return { result: 'fail', comment: 'malformed chain' };
  return { result: status.result, ...(status.comment ? { comment: status.comment } : {}) };
}
