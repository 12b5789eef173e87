import type { FastifyInstance } from 'fastify';
import type { DomainName } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import { domainOfMtaStsHost, type Domains } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';

/** Where a policy is looked for (RFC 8461 §3.3). */
export const mtaStsPolicyPath = '/.well-known/mta-sts.txt';

/** How long a policy is kept here: senders keep it for days. What has none is asked for again sooner. */
const lifetimeMs = { policy: 60_000, absence: 5_000 };
/** Domains that senders ask about in a minute. */
const maxKept = 5_000;

/** Serves the policies of domains that wish one, each under the host of its domain. Anybody may ask, and is told nothing else. */
export function registerMtaStsPolicy(
  app: FastifyInstance,
  {
    domains,
    clock,
    config,
  }: {
    readonly domains: Pick<Domains, 'findMtaStsPolicy'>;
    readonly clock: Clock;
    readonly config: { readonly hostname: string };
  },
): void {
  const policies = new ReadThroughCache<string | undefined>({
    maxEntries: maxKept,
    lifetimeMs: (policy) => (policy === undefined ? lifetimeMs.absence : lifetimeMs.policy),
    clock,
  });
  const find = (name: DomainName): Promise<string | undefined> =>
    policies.get(name, () => domains.findMtaStsPolicy(name, config));
  app.get(mtaStsPolicyPath, async (request, reply) => {
    const name = domainOfMtaStsHost(request.hostname);
    const policy = name && (await find(name));
    if (policy === undefined)
      return reply.code(404).type('text/plain; charset=utf-8').send('There is no policy here.\n');
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'max-age=300').send(policy);
  });
}
