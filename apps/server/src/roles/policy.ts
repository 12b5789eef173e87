import { createPins } from '../aliases/index.ts';
import { createContentCheck } from '../content-check/index.ts';
import { createDnsLists } from '../dns-lists/index.ts';
import type { InboundDependencies } from '../inbound/index.ts';
import { createGreylist, createLimits, tellReached } from '../limits/index.ts';
import { createOrganizationSettings } from '../organizations/index.ts';
import { createRefusals } from '../refusals/index.ts';
import { createRules } from '../rules/index.ts';
import { createSenders } from '../senders/index.ts';
import type { Dependencies } from './dependencies.ts';

/** What decides about mail, for one process. Disposing it writes what is counted and noted, and stops listening for changes. */
export interface RunningPolicy extends AsyncDisposable {
  readonly policy: InboundDependencies['policy'];
}

/** Makes it. Resolves once it hears of changes; rejects when the database cannot be listened to. */
export async function startPolicy(dependencies: Dependencies): Promise<RunningPolicy> {
  const { config, db, clock, events, resolver, aliases, mailboxes } = dependencies;
  const { dnsLists, greylistDelayMs, rspamdUrl, limits } = config.policy;
  await using starting = new AsyncDisposableStack();
  const policy = {
    senders: starting.use(await createSenders({ db, clock })),
    limits: starting.use(
      createLimits({
        db,
        clock,
        config: limits,
        events,
        tellReached: (reached) => tellReached(dependencies, reached),
      }),
    ),
    greylist:
      greylistDelayMs === undefined ? undefined : createGreylist({ db, clock, delayMs: greylistDelayMs }),
    dnsLists: dnsLists.length === 0 ? undefined : createDnsLists({ zones: dnsLists, resolver }),
    contentCheck: rspamdUrl === undefined ? undefined : createContentCheck({ url: rspamdUrl, events }),
    rules: starting.use(await createRules({ db, clock, events })),
    pins: createPins({ db, clock }),
    aliases,
    mailboxes,
    settings: starting.use(await createOrganizationSettings({ db, clock })),
    refusals: starting.use(createRefusals({ db, clock, events })),
  };
  const running = starting.move();
  return { policy, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
