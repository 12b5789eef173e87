import { type Address, type DomainName, formatAddress, parseAddress } from '@smtpy/mail';
import { createManualClock, type DnsServer, type ManualClock, startDnsServer } from '@smtpy/testkit';
import { createResolver } from '../../dns/index.ts';
import { silentEvents } from '../../observe/index.ts';
import type { Acceptance } from '../../queue/index.ts';
import { ensureSelfSignedCertificate } from '../../certificates/index.ts';
import { createInbound } from '../inbound.ts';
import type { BouncedDelivery, InboundAlias, InboundConfig, InboundEntry } from '../dependencies.ts';

/** A contact that receiving asked for. */
export interface EnsuredContact {
  readonly aliasId: string;
  readonly address: string;
  readonly displayName: string | undefined;
}

/** A refusal as the log has it. */
export interface LoggedRefusal {
  readonly stage: string;
  readonly code: number;
  readonly reason: string;
}

/** What the recording queue was given. `chunks` holds large content by its id. */
export interface RecordedQueue {
  readonly acceptances: Acceptance[];
  readonly chunks: Map<string, Buffer[]>;
  readonly abandoned: string[];
  /** What `show` finds. */
  readonly deliveries: Map<string, BouncedDelivery>;
  /** Called before an acceptance is recorded: may wait or throw. */
  beforeEnqueue: () => Promise<void>;
}

/** A running receiver with a directory, contacts and a queue in memory, a real DNS server, and everything it did. */
export interface ReceivingWorld extends AsyncDisposable {
  readonly port: number;
  readonly dns: DnsServer;
  readonly clock: ManualClock;
  readonly queue: RecordedQueue;
  readonly contacts: readonly EnsuredContact[];
  readonly refusals: readonly LoggedRefusal[];
  readonly failures: readonly unknown[];
  readonly closed: readonly (string | undefined)[];
  readonly openConnections: () => number;
  /** Replaces or adds an entry. */
  setEntry(address: string, entry: InboundEntry): void;
  close(deadlineMs: number): Promise<void>;
}

/** Keys of this installation; tests make return paths and loop tokens with them. */
export const testKeys = { returnPathKey: Buffer.alloc(32, 1), loopKey: Buffer.alloc(32, 2) };

/** Two domains of two organizations, and one that is suspended. */
export const organizations = {
  first: '00000000-0000-7000-8000-0000000000a1',
  second: '00000000-0000-7000-8000-0000000000a2',
};

const ownDomains: ReadonlySet<string> = new Set(['alias.example', 'second.example']);

/** Makes an alias of the first organization, unless told otherwise. */
export function makeAlias(address: string, changes: Partial<InboundAlias> & { readonly to?: readonly string[] } = {}): InboundAlias {
  const { to = ['jane@mailbox.example'], ...rest } = changes;
  const parsed = toAddress(address);
  return {
    id: `alias:${address}`,
    organizationId: organizations.first,
    domainId: `domain:${parsed.domain}`,
    domainName: parsed.domain,
    address: parsed,
    isEnabled: true,
    whenDisabled: 'refuse',
    mode: 'rewrite',
    mailboxes: to.map((mailbox) => ({ id: `mailbox:${mailbox}`, address: toAddress(mailbox) })),
    ...rest,
  };
}

/** An address that is known to be one. */
export function toAddress(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.reason}`);
  return parsed.value;
}

function firstEntries(): Map<string, InboundEntry> {
  const aliases = [
    makeAlias('shop@alias.example'),
    makeAlias('pair@alias.example', { to: ['jane@mailbox.example', 'joe@mailbox.example'] }),
    makeAlias('other@alias.example', { to: ['joe@mailbox.example'] }),
    makeAlias('off@alias.example', { isEnabled: false }),
    makeAlias('silent@alias.example', { isEnabled: false, whenDisabled: 'discard' }),
    makeAlias('unconfirmed@alias.example', { to: [] }),
    makeAlias('sales@second.example', { organizationId: organizations.second }),
  ];
  const entries = new Map<string, InboundEntry>(
    aliases.map((alias) => [formatAddress(alias.address), { kind: 'alias', alias }]),
  );
  entries.set('gone@alias.example', { kind: 'deleted_alias' });
  entries.set('r-contact@alias.example', { kind: 'reply_address' });
  entries.set('any@suspended.example', { kind: 'suspended_domain' });
  return entries;
}

/** Settings of a small receiver; tests change what they are about. */
export const testConfig: InboundConfig = {
  host: '127.0.0.1',
  port: 0,
  hostname: 'mx.alias.example',
  maxConnections: 50,
  maxConnectionsPerAddress: 20,
  idleTimeoutMs: 10_000,
  maxRecipients: 100,
  maxMessageBytes: 2_000_000,
  isDmarcRejectEnforced: true,
};

/** Starts a world. `failing@alias.example` breaks the directory. */
export async function startReceivingWorld(
  options: { readonly config?: Partial<InboundConfig>; readonly dataDir: string },
): Promise<ReceivingWorld> {
  const dns = await startDnsServer();
  const clock = createManualClock();
  const entries = firstEntries();
  const contacts: EnsuredContact[] = [];
  const refusals: LoggedRefusal[] = [];
  const failures: unknown[] = [];
  const closed: (string | undefined)[] = [];
  let open = 0;
  const queue: RecordedQueue = {
    acceptances: [],
    chunks: new Map(),
    abandoned: [],
    deliveries: new Map(),
    beforeEnqueue: () => Promise.resolve(),
  };
  const inbound = createInbound({
    config: { ...testConfig, ...options.config },
    tls: await ensureSelfSignedCertificate({ dataDir: options.dataDir, hostname: testConfig.hostname }),
    directory: { lookUp: (address) => Promise.resolve(find(entries, address)) },
    contacts: {
      ensure: ({ aliasId, address, displayName }) => {
        contacts.push({ aliasId, address: formatAddress(address), displayName });
        return Promise.resolve({ id: `contact:${aliasId}:${formatAddress(address)}` });
      },
    },
    queue: recordingQueue(queue),
    resolver: createResolver({ servers: [dns.address], timeoutMs: 2_000, clock }),
    ...testKeys,
    events: {
      ...silentEvents,
      connectionOpened: () => void (open += 1),
      connectionClosed: ({ reason }) => {
        open -= 1;
        closed.push(reason);
      },
      refused: ({ stage, code, reason }) => void refusals.push({ stage, code, reason }),
      failed: (_action, error) => void failures.push(error),
    },
    clock,
  });
  const { port } = await inbound.listen();
  return {
    port,
    dns,
    clock,
    queue,
    contacts,
    refusals,
    failures,
    closed,
    openConnections: () => open,
    setEntry: (address, entry) => void entries.set(address, entry),
    close: (deadlineMs) => inbound.close(deadlineMs),
    [Symbol.asyncDispose]: async () => {
      await inbound.close(1);
      await dns.close();
    },
  };
}

function find(entries: ReadonlyMap<string, InboundEntry>, address: Address): InboundEntry {
  const key = formatAddress({ ...address, localPart: address.localPart.toLowerCase() });
  if (key === 'failing@alias.example') throw new Error('the database is gone');
  const unknown = ownDomains.has(address.domain) ? 'unknown_alias' : 'unknown_domain';
  return entries.get(key) ?? { kind: unknown };
}

function recordingQueue(recorded: RecordedQueue) {
  return {
    enqueue: async (acceptance: Acceptance) => {
      await recorded.beforeEnqueue();
      recorded.acceptances.push(acceptance);
    },
    createContentWriter: (contentId: string) => {
      const chunks: Buffer[] = [];
      recorded.chunks.set(contentId, chunks);
      return {
        write: (chunk: Buffer) => {
          chunks.push(Buffer.from(chunk));
          return Promise.resolve();
        },
        get chunkCount() {
          return chunks.length;
        },
        get sizeBytes() {
          return chunks.reduce((sum, { length }) => sum + length, 0);
        },
        abandon: () => {
          recorded.chunks.delete(contentId);
          recorded.abandoned.push(contentId);
          return Promise.resolve();
        },
      };
    },
    show: (deliveryId: string) => {
      const delivery = recorded.deliveries.get(deliveryId);
      return Promise.resolve(
        delivery === undefined ? ({ kind: 'not_found' } as const) : ({ kind: 'found', delivery } as const),
      );
    },
  };
}

/** A domain name that is known to be one. */
export function toDomain(name: string): DomainName {
  return toAddress(`x@${name}`).domain;
}
