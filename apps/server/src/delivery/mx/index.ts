/**
 * Purpose: which hosts take the mail of a domain, in the order to try them.
 *
 * Standards: RFC 5321 §5.1 (order, implicit MX, ourselves among the hosts), RFC 7505 (null MX), RFC 3463 (status codes).
 *
 * Guarantees: at most 5 hosts and 10 addresses. Equally preferred hosts come in random order. IPv4 addresses come before IPv6
 * ones: large receivers refuse IPv6 clients without reverse DNS for good, and that is what a new server often lacks.
 *
 * Fails with: `bounced` when DNS says that there is nowhere to send; `deferred` when DNS does not say.
 *
 * Security: this machine and its link are no destinations, whatever DNS says.
 *
 * Not here: asking DNS and remembering answers (`dns/`).
 */
export { resolveMxHosts, type MxOptions, type MxResult } from './resolve-mx-hosts.ts';
export type { MxHost } from './rules.ts';
