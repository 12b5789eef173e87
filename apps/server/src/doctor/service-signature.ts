import type { Examination, Finding } from './examination.ts';

/** Whether others can verify what signs the service's own mail, where that comes from the host name. */
export async function examineServiceSignature({
  findSigningRecord,
  resolver,
}: Pick<Examination, 'findSigningRecord' | 'resolver'>): Promise<readonly Finding[]> {
  const record = await findSigningRecord();
  if (record === undefined) return [];
  const check = 'service_signature';
  const published = await readTexts(resolver, record.name);
  if (published.some((text) => keyOf(text) === keyOf(record.value))) {
    return [{ check, verdict: 'ok', text: `The key that signs the service's own mail is published` }];
  }
  return [
    {
      check,
      verdict: 'warning',
      text: `The key that signs the service's own mail is not published at ${record.name}`,
      advice: `Publish there the TXT record ${record.value}, or choose a domain of yours for this mail with smtpy settings set --service-domain`,
    },
  ];
}

/** The texts at a name; none where there is no answer. */
async function readTexts(resolver: Examination['resolver'], name: string): Promise<readonly string[]> {
  // Expected: no such name, or no answer; both leave others without the key.
  try {
    const records = (await resolver.resolve(name, 'TXT')) as readonly (readonly string[])[];
    return records.map((parts) => parts.join(''));
  } catch {
    return [];
  }
}

/** The public key in a record (RFC 6376 §3.6.1), which others may have written with spaces. */
function keyOf(record: string): string | undefined {
  return /(?:^|;)\s*p\s*=([^;]*)/.exec(record)?.[1]?.replace(/\s/g, '');
}
