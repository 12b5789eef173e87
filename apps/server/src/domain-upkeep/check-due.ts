import type { Db } from '../db/index.ts';
import { claimDue, type Domain, type Domains, type OwnNames, type RecordResolver } from '../domains/index.ts';
import type { Clock, Events } from '../observe/index.ts';

/** Domains that one process checks at once: each asks some ten questions. */
const domainsAtOnce = 10;
/** How long a domain is taken for: checks are over long before, each question within its own deadline. */
const leaseMs = 5 * 60_000;
/** How long one run goes on: other jobs wait for it. What is left is done by the next, a minute later. */
const runMs = 30_000;

/** What checking needs. */
export interface CheckDueDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly domains: Pick<Domains, 'checkRecords'>;
  readonly names: OwnNames;
  /** Its memory is shared by the checks of one run: they ask the same about our own name. */
  readonly createResolver: () => RecordResolver;
  readonly events: Pick<Events, 'failed'>;
}

/** Checks the domains whose time has come, as many as a run has time for; gives how many. */
export async function checkDueDomains(dependencies: CheckDueDependencies): Promise<number> {
  const { db, clock } = dependencies;
  const startedAt = clock.now().getTime();
  const resolver = dependencies.createResolver();
  let checked = 0;
  for (;;) {
    const now = clock.now();
    if (now.getTime() - startedAt >= runMs) return checked;
    const until = new Date(now.getTime() + leaseMs);
    const due = await claimDue(db, { now, until, limit: domainsAtOnce });
    await Promise.all(due.map((domain) => check(dependencies, domain, resolver)));
    checked += due.length;
    if (due.length < domainsAtOnce) return checked;
  }
}

async function check(
  { domains, names, events }: CheckDueDependencies,
  domain: Domain,
  resolver: RecordResolver,
): Promise<void> {
  try {
    await domains.checkRecords(domain, { ...names, resolver });
  } catch (error) {
    // Expected: the database is away, or another transaction was in the way; the lease lapses and it is tried again.
    events.failed('domain check', error, { domain: domain.name });
  }
}
