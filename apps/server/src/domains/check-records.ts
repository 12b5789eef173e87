import { DnsError } from '../dns/index.ts';
import type { DomainRecord, RecordCheck, RecordPurpose, RecordResolver } from './domain.ts';
import {
  isSpf,
  judgeDkim,
  judgeDmarc,
  judgeMx,
  judgeOwnership,
  judgeSpf,
  type Answer,
  type FoundMx,
} from './judge-records.ts';

/** Asks DNS for each record and compares. Rejects only for a defect: a failed question is a verdict. */
export async function checkRecords(
  records: readonly DomainRecord[],
  { hostname, resolver }: { readonly hostname: string; readonly resolver: RecordResolver },
): Promise<readonly RecordCheck[]> {
  const ourName = plainName(hostname);
  const answers = new Map<RecordPurpose, Answer<string>>();
  const [mx, hostnameTexts] = await Promise.all([
    lookUpMx(resolver, { records, ourName }),
    lookUpTxt(resolver, ourName),
    ...records
      .filter((record) => record.type === 'TXT')
      .map(async (record) => answers.set(record.purpose, await lookUpTxt(resolver, record.name))),
  ]);
  const isMxRight = mx.kind === 'found' && mx.values.some((found) => found.reachesUs);
  // A question about our own name that failed must not be held against the owner.
  const hostnameHasSpf =
    hostnameTexts.kind === 'failed' || (hostnameTexts.kind === 'found' && hostnameTexts.values.some(isSpf));
  return records.map((record) => {
    const texts = answers.get(record.purpose) ?? { kind: 'none' };
    switch (record.purpose) {
      case 'ownership':
        return judgeOwnership(record, texts);
      case 'mx':
        return judgeMx(record, mx);
      case 'spf':
        return judgeSpf(record, texts, { hostname: ourName, isMxRight, hostnameHasSpf });
      case 'dkim':
        return judgeDkim(record, texts);
      case 'dmarc':
        return judgeDmarc(record, texts);
    }
  });
}

/** Names are compared in lower case and without the final dot (RFC 1035 §2.3.3). */
function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

async function lookUpTxt(resolver: RecordResolver, name: string): Promise<Answer<string>> {
  try {
    const records = (await resolver.resolve(name, 'TXT')) as readonly (readonly string[])[];
    return { kind: 'found', values: records.map((strings) => strings.join('')) };
  } catch (error) {
    // Expected: DnsError, for a name or type that does not exist and for servers that fail.
    if (!(error instanceof DnsError)) throw error;
    const isAbsent = error.code === 'ENOTFOUND' || error.code === 'ENODATA';
    return isAbsent ? { kind: 'none' } : { kind: 'failed', explanation: error.message };
  }
}

async function lookUpMx(
  resolver: RecordResolver,
  { records, ourName }: { readonly records: readonly DomainRecord[]; readonly ourName: string },
): Promise<Answer<FoundMx>> {
  const record = records.find(({ purpose }) => purpose === 'mx');
  if (record === undefined) return { kind: 'none' };
  const answer = await resolver.resolveMx(record.name);
  if (answer.kind === 'failed') return answer;
  if (answer.kind !== 'found') return { kind: 'none' };
  const hosts = answer.records.map(({ exchange, priority }) => ({
    exchange: plainName(exchange),
    preference: priority,
  }));
  const ourAddresses = hosts.some(({ exchange }) => exchange === ourName)
    ? []
    : await addressesOf(resolver, ourName);
  const values = await Promise.all(
    hosts.map(async (host) => ({
      ...host,
      reachesUs: await reachesUs(resolver, { exchange: host.exchange, ourName, ourAddresses }),
    })),
  );
  return { kind: 'found', values };
}

/** Whether an MX host is this installation under its own or another name. */
async function reachesUs(
  resolver: RecordResolver,
  host: { readonly exchange: string; readonly ourName: string; readonly ourAddresses: readonly string[] },
): Promise<boolean> {
  if (host.exchange === host.ourName) return true;
  if (host.exchange === '' || host.ourAddresses.length === 0) return false;
  const addresses = await addressesOf(resolver, host.exchange);
  return addresses.some((address) => host.ourAddresses.includes(address));
}

async function addressesOf(resolver: RecordResolver, name: string): Promise<readonly string[]> {
  const answer = await resolver.resolveAddresses(name);
  return answer.kind === 'found' ? answer.records : [];
}
