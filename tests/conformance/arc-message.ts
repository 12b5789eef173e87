import { findHeaderEnd, parseHeaderBlock } from '@smtpy/mail';
import { verifySignatures } from '../../apps/server/src/inbound/authentication/signatures.ts';
import { DnsError } from '../../apps/server/src/dns/index.ts';

/** TXT records of a suite by name. */
export type KeyRecords = Readonly<Record<string, string>>;

/** A message of a suite as it would come over SMTP. */
export function toOctets(message: string): Buffer {
  const data = Buffer.from(message.replaceAll('\n', '\r\n'));
  // A message that is a header only has no empty line in the suite.
  return findHeaderEnd(data) < 0 ? Buffer.concat([data, Buffer.from('\r\n')]) : data;
}

/** What our verification says of the message's chain. */
export async function verifyChain(message: string, records: KeyRecords): Promise<string> {
  const data = toOctets(message);
  const resolve = (name: string, rrtype: string): Promise<string[][]> => {
    const record = rrtype === 'TXT' ? records[name] : undefined;
    if (record === undefined) return Promise.reject(new DnsError(`${rrtype} ${name}`, 'ENOTFOUND'));
    return Promise.resolve([[record]]);
  };
  const content = { header: parseHeaderBlock(data), data, headerBytes: findHeaderEnd(data) };
  return (await verifySignatures(content, { resolve })).arc.result;
}
