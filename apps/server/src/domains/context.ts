import type { Address } from '@smtpy/mail';
import type { Audit } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import type { Db } from '../db/index.ts';
import { createResolver, DnsError } from '../dns/index.ts';
import type { Clock } from '../observe/index.ts';
import type { CatchAllMode, OwnDomain, RecordResolver } from './domain.ts';
import type { Domains } from './domains.ts';
import type { OwnNames } from './records.ts';
import type { DomainAliases } from './remove-domain.ts';

/** A catch-all as `aliases/` gives it. */
export interface KnownCatchAll {
  readonly mode: CatchAllMode;
  readonly pattern: string | undefined;
  readonly mailboxes: readonly Address[];
}

/** The alias behind a catch-all lives in `aliases/`, which knows domains and not the reverse. */
export interface DomainCatchAlls {
  findCatchAll(domain: OwnDomain): Promise<KnownCatchAll | undefined>;
  setCatchAll(
    input: OwnDomain & {
      readonly mode?: CatchAllMode | undefined;
      readonly mailboxAddresses?: readonly string[] | undefined;
      readonly pattern?: string | undefined;
    },
  ): Promise<
    | { readonly kind: 'set'; readonly catchAll: KnownCatchAll }
    | {
        readonly kind:
          'invalid_pattern' | 'unknown_domain' | 'no_mailbox' | 'unknown_mailbox' | 'mailbox_not_confirmed';
        readonly reason: string;
      }
  >;
}

/** What the routes of domains need. */
export interface DomainRoutesDependencies {
  readonly config: Pick<Config, 'mode' | 'hostname' | 'publicUrl' | 'dnsServers'>;
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly domains: Domains;
  readonly aliases: DomainCatchAlls;
  readonly domainAliases: DomainAliases;
}

/** What handlers work with. */
export interface RouteContext extends DomainRoutesDependencies {
  readonly names: OwnNames;
  /** Whether domains and keys need no DNS. */
  readonly isSandbox: boolean;
  /** Asks now: it remembers nothing that was asked before. */
  readonly createFreshResolver: () => RecordResolver;
}

/** A person waits: a DNS server that has not answered one question by then counts as failed. */
const timeoutMs = 5_000;

/** Makes it. */
export function createContext(dependencies: DomainRoutesDependencies): RouteContext {
  const { config, clock } = dependencies;
  const isSandbox = config.mode === 'sandbox';
  // A sandbox whose operator named no DNS server is left alone with the world.
  const asksNobody = isSandbox && config.dnsServers.length === 0;
  return {
    ...dependencies,
    names: ownNames(config),
    isSandbox,
    createFreshResolver: () =>
      asksNobody ? silentResolver : createResolver({ servers: config.dnsServers, timeoutMs, clock }),
  };
}

/** The names that records give this installation. */
export function ownNames({ hostname, publicUrl }: Pick<Config, 'hostname' | 'publicUrl'>): OwnNames {
  const host = new URL(publicUrl).hostname;
  // Nothing can be an alias of an address or of a name without a dot.
  const isName = /\.[a-z][a-z0-9-]*$/.test(host);
  return { hostname, webHost: isName ? host : hostname };
}

const unasked = 'this server runs in the sandbox and asks no DNS server';

/** Knows nothing: every verdict is `unknown`. */
const silentResolver: RecordResolver = {
  resolve: (name, rrtype) => Promise.reject(new DnsError(`${rrtype} ${name}`, unasked)),
  resolveMx: () => Promise.resolve({ kind: 'failed', explanation: unasked }),
  resolveAddresses: () => Promise.resolve({ kind: 'failed', explanation: unasked }),
};
