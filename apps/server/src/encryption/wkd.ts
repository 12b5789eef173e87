import { isSameAddress, type Address } from '@smtpy/mail';
import type { DnsResolver } from '../dns/index.ts';
import type { Clock } from '../observe/index.ts';
import { createOutgoingHttp, type OutgoingHttp } from '../outgoing-http/index.ts';
import { readKeyRing, type UsableKey } from './public-key.ts';
import { wkdUrls } from './wkd-address.ts';

/** What looking for keys needs. */
export interface KeyDirectoryDependencies {
  readonly resolver: Pick<DnsResolver, 'resolveAddresses'>;
  readonly clock: Clock;
  /** Which addresses may be connected to. Default: those of the public Internet. */
  readonly isAllowedAddress?: (ip: string) => boolean;
  /** Default 443. */
  readonly port?: number;
  /** PEM. Default: the authorities that the system trusts. */
  readonly certificateAuthority?: string;
  /** For both places together. Default 10 s. */
  readonly timeoutMs?: number;
}

/** What came of looking. `reason` is a sentence without a full stop for the person who asked. */
export type FindKeyResult =
  | { readonly kind: 'found'; readonly key: UsableKey }
  | { readonly kind: 'not_found'; readonly reason: string }
  /** Trouble that may be over later. */
  | { readonly kind: 'failed'; readonly reason: string };

/** Finds the keys that providers publish for addresses. */
export interface KeyDirectory {
  find(address: Address): Promise<FindKeyResult>;
}

const defaultTimeoutMs = 10_000;
const maxKeyRingBytes = 256 * 1024;

/** Looks keys up by Web Key Directory. */
export function createKeyDirectory(dependencies: KeyDirectoryDependencies): KeyDirectory {
  const { timeoutMs = defaultTimeoutMs, isAllowedAddress: allowsAddress } = dependencies;
  const http = createOutgoingHttp({ ...dependencies, allowsAddress });
  return {
    find: async (address) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const { advanced, direct } = wkdUrls(address);
      const first = await fetchFrom(advanced, http, signal);
      const answer = first.kind === 'no_host' ? await fetchFrom(direct, http, signal) : first;
      return judge(answer, address, dependencies.clock.now());
    },
  };
}

type Answer =
  | { readonly kind: 'found'; readonly octets: Buffer }
  | { readonly kind: 'not_found' | 'too_large' | 'no_host' | 'forbidden' }
  | { readonly kind: 'failed'; readonly reason: string };

async function fetchFrom(url: URL, http: OutgoingHttp, signal: AbortSignal): Promise<Answer> {
  const headers = { accept: 'application/octet-stream', 'user-agent': 'SMTPy' };
  const answer = await http.send({ url, method: 'GET', headers, maxBodyBytes: maxKeyRingBytes, signal });
  switch (answer.kind) {
    case 'answered':
      if (answer.status !== 200) return { kind: 'not_found' };
      return answer.isTruncated ? { kind: 'too_large' } : { kind: 'found', octets: answer.body };
    case 'failed':
      return { kind: 'failed', reason: `${url.hostname} cannot be asked: ${answer.reason}` };
    case 'no_host':
    case 'forbidden':
      return answer;
  }
}

async function judge(answer: Answer, address: Address, at: Date): Promise<FindKeyResult> {
  switch (answer.kind) {
    case 'found':
      return pickKey(answer.octets, address, at);
    case 'failed':
      return answer;
    case 'no_host':
    case 'not_found':
      return { kind: 'not_found', reason: `${address.domain} publishes no key for this address` };
    case 'too_large':
      return { kind: 'not_found', reason: 'What is published for this address is too large to be a key' };
    case 'forbidden':
      return {
        kind: 'not_found',
        reason: `${address.domain} names a host that is not on the public Internet`,
      };
  }
}

/** The newest usable key that names exactly this address; what else is published beside it does not count. */
async function pickKey(octets: Buffer, address: Address, at: Date): Promise<FindKeyResult> {
  const readings = await readKeyRing(octets, at);
  const usable = readings.flatMap((reading) => (reading.kind === 'usable' ? [reading.key] : []));
  const [newest] = usable
    .filter(({ addresses }) => addresses.some((named) => isSameAddress(named, address)))
    .toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
  if (newest !== undefined) return { kind: 'found', key: newest };
  const [refused] = readings.flatMap((reading) => (reading.kind === 'refused' ? [reading.reason] : []));
  const reason = refused ?? 'The published key names other addresses';
  return {
    kind: 'not_found',
    reason: readings.length === 0 ? 'What is published is no OpenPGP key' : reason,
  };
}
