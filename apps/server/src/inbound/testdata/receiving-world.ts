import { formatAddress } from '@smtpy/mail';
import { createManualClock, type DnsServer, type ManualClock, startDnsServer } from '@smtpy/testkit';
import { createResolver } from '../../dns/index.ts';
import { silentEvents } from '../../observe/index.ts';
import type { Acceptance } from '../../queue/index.ts';
import { ensureSelfSignedCertificate } from '../../certificates/index.ts';
import { createInbound } from '../inbound.ts';
import type { BouncedDelivery, DeliveryReference, InboundConfig, InboundEntry } from '../dependencies.ts';
import type { NewRefusal } from '../../refusals/index.ts';
import type { InboundPolicy } from '../policy/ports.ts';
import { findContact, findEntry, firstEntries } from './entries.ts';
import { makePolicy } from './policy.ts';

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
  /** What `findDelivery` finds, by id. */
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
  /** What owners can find. */
  readonly notes: readonly NewRefusal[];
  readonly failures: readonly unknown[];
  readonly closed: readonly (string | undefined)[];
  readonly openConnections: () => number;
  /** Replaces or adds an entry. */
  setEntry(address: string, entry: InboundEntry): void;
  close(deadlineMs: number): Promise<void>;
}

/** Keys of this installation; tests make return paths and loop tokens with them. */
export const testKeys = { returnPathKey: Buffer.alloc(32, 1), loopKey: Buffer.alloc(32, 2) };

/** Settings of a small receiver; tests change what they are about. */
export const testConfig: InboundConfig = {
  host: '127.0.0.1',
  port: 0,
  submissionPort: undefined,
  submissionsPort: undefined,
  hostname: 'mx.alias.example',
  maxConnections: 50,
  maxConnectionsPerAddress: 20,
  idleTimeoutMs: 10_000,
  maxRecipients: 100,
  maxMessageBytes: 2_000_000,
  isDmarcRejectEnforced: true,
};

/** Starts a world. `failing@alias.example` breaks the directory. */
export async function startReceivingWorld(options: {
  readonly config?: Partial<InboundConfig>;
  /** In place of one that lets everything through. */
  readonly policy?: Partial<InboundPolicy>;
  readonly dataDir: string;
}): Promise<ReceivingWorld> {
  const dns = await startDnsServer();
  const clock = createManualClock();
  const entries = firstEntries();
  const contacts: EnsuredContact[] = [];
  const refusals: LoggedRefusal[] = [];
  const { policy, notes } = makePolicy(options.policy);
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
    directory: { lookUp: (address) => Promise.resolve(findEntry(entries, address)) },
    contacts: {
      ensure: ({ aliasId, address, displayName }) => {
        contacts.push({ aliasId, address: formatAddress(address), displayName });
        return Promise.resolve({ id: `contact:${aliasId}:${formatAddress(address)}` });
      },
      load: (contactId) => Promise.resolve(findContact(entries, contactId)),
    },
    queue: recordingQueue(queue),
    policy,
    // Nobody has a password here; what owners do is tested in `submission/`.
    appPasswords: {
      verify: () => Promise.resolve({ kind: 'refused' }),
      isInForce: () => Promise.resolve(false),
    },
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
    notes,
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
        // eslint-disable-next-line @typescript-eslint/require-await -- the same shape as reading the database
        read: async function* () {
          yield* chunks;
        },
        abandon: () => {
          recorded.chunks.delete(contentId);
          recorded.abandoned.push(contentId);
          return Promise.resolve();
        },
      };
    },
    findDelivery: (reference: DeliveryReference) => {
      const [delivery] = [...recorded.deliveries.values()].filter(({ id }) =>
        'deliveryId' in reference
          ? id === reference.deliveryId
          : id >= reference.idFloor && id <= reference.idCeiling,
      );
      return Promise.resolve(
        delivery === undefined ? ({ kind: 'not_found' } as const) : ({ kind: 'found', delivery } as const),
      );
    },
  };
}
