import type { Examination, Finding } from './examination.ts';

/** Whether our name leads to an address, and that address back to our name: what other servers look at. */
export async function examineNames({ config, resolver }: Examination): Promise<readonly Finding[]> {
  const { hostname } = config;
  const forward = await resolver.resolveAddresses(hostname);
  if (forward.kind !== 'found') {
    const text =
      forward.kind === 'failed'
        ? `The DNS gave no answer for ${hostname}: ${forward.explanation}`
        : `${hostname} has no address in the DNS`;
    return [
      {
        check: 'name',
        verdict: 'problem',
        text,
        advice: `Publish an A (and AAAA) record for ${hostname} with the address of this machine`,
      },
    ];
  }
  const addresses = forward.records;
  const findings: Finding[] = [
    { check: 'name', verdict: 'ok', text: `${hostname} has the address ${addresses.join(', ')}` },
  ];
  for (const address of addresses) {
    const reverse = await resolver.reverse(address);
    const names = reverse.kind === 'found' ? reverse.records.map((name) => name.toLowerCase()) : [];
    const isOurs = names.includes(hostname);
    findings.push({
      check: 'reverse_name',
      verdict: isOurs ? 'ok' : 'warning',
      text: isOurs
        ? `${address} leads back to ${hostname}`
        : `${address} leads to ${names.length === 0 ? 'no name' : names.join(', ')}, not to ${hostname}`,
      ...(isOurs
        ? {}
        : {
            advice: `Ask whoever gave you ${address} for a PTR record to ${hostname}: large providers refuse or distrust senders without one`,
          }),
    });
  }
  return findings;
}
