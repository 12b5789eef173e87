import { createHash } from 'node:crypto';
import { parseDomainName, type DomainName } from '@smtpy/mail';
import type { Domain } from './domain.ts';

/** How long senders keep a policy (RFC 8461 §3.2): a week, long enough to protect, short enough to leave. */
const maxAgeSeconds = 604_800;

/** The label under which policies are served (RFC 8461 §3.3). */
const policyLabel = 'mta-sts.';

/** The host that serves the policy of a domain. */
export function mtaStsHost(name: DomainName): string {
  return policyLabel + name;
}

/** The domain whose policy a host serves; undefined where it is no such host. */
export function domainOfMtaStsHost(host: string): DomainName | undefined {
  const plain = host.toLowerCase().replace(/:\d+$/, '');
  if (!plain.startsWith(policyLabel)) return undefined;
  const name = parseDomainName(plain.slice(policyLabel.length));
  return name.ok ? name.value : undefined;
}

/**
 * The policy of a domain (RFC 8461 §3.2). It names this server alone: what DNS says of other hosts is what a policy must not rely on. Senders
 * that honour it leave them out and deliver to us.
 */
export function mtaStsPolicy({ mtaStsMode }: Pick<Domain, 'mtaStsMode'>, hostname: string): string {
  const lines = [
    'version: STSv1',
    `mode: ${mtaStsMode}`,
    `mx: ${hostname}`,
    `max_age: ${String(maxAgeSeconds)}`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** The id of a policy: another one for another policy. RFC 8461 §3.1 allows 32 letters and digits. */
export function mtaStsPolicyId(policy: string): string {
  return createHash('sha256').update(policy).digest('hex').slice(0, 32);
}
