import { createPrivateKey } from 'node:crypto';
import {
  BodyHash,
  createMessageIdMap,
  findHeaderEnd,
  formatDkimRecord,
  generateDkimKey,
  parseAddress,
  type Address,
} from '@smtpy/mail';
import { silentEvents, systemClock } from '../../observe/index.ts';
import type { ClaimedDelivery, DeliveryOutcome, OpenedContent } from '../../queue/index.ts';
import {
  createAttempt,
  type AttemptDependencies,
  type ContactIdentity,
  type SigningKey,
} from '../attempt/index.ts';
import type { OutgoingMessage } from '../transport.ts';

/** Keys that the attempts of tests sign their return paths, loop tokens and message ids with. */
export const testKeys = {
  returnPathKey: Buffer.alloc(32, 1),
  loopTokenKey: Buffer.alloc(32, 2),
  messageIds: createMessageIdMap(Buffer.alloc(32, 3)),
} as const;

/** Trace fields as written at reception. */
export const traceHeader = Buffer.from(
  'Received: from mx.sender.test (mx.sender.test [192.0.2.1])\r\n\tby us.test with ESMTPS;\r\n\tTue, 1 Jan 2030 00:00:00 +0000\r\n' +
    'Authentication-Results: us.test;\r\n\tspf=pass smtp.mailfrom=author@sender.test;\r\n\tdkim=pass header.d=sender.test;\r\n\tdmarc=pass header.from=sender.test\r\n',
);

/** Reads an address, or throws. */
export function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

/** Content as the queue opens it; the body comes in chunks of `chunkBytes`. */
export function contentOf(
  data: Buffer,
  { chunkBytes = 262_144 } = {},
): OpenedContent & { readonly reads: number } {
  const headerBytes = findHeaderEnd(data);
  const stored = data.subarray(headerBytes);
  const hash = new BodyHash();
  hash.update(stored);
  let reads = 0;
  async function* body(): AsyncIterable<Buffer> {
    reads += 1;
    for (let at = 0; at < stored.length; at += chunkBytes)
      yield await Promise.resolve(stored.subarray(at, at + chunkBytes));
  }
  return {
    sizeBytes: data.length,
    headerBytes,
    bodyHash: hash.digest(),
    traceHeader,
    header: () => Promise.resolve(data.subarray(0, headerBytes)),
    body,
    get reads() {
      return reads;
    },
  };
}

/** A key that signs, with the DNS record that verifies it. */
export interface TestSigner {
  readonly signingKey: SigningKey;
  readonly dkimRecord: string;
}

/** Makes a key of selector `s1`; about 0.1 s. */
export async function createSigner(): Promise<TestSigner> {
  const { publicKeyDer, privateKeyDer } = await generateDkimKey();
  const key = createPrivateKey({ key: privateKeyDer, format: 'der', type: 'pkcs8' });
  return { signingKey: { selector: 's1', key }, dkimRecord: formatDkimRecord(publicKeyDer) };
}

/** The contact of an address on `alias.test`: `r.jane.example.com@alias.test`. */
export function contactFor(real: Address): ContactIdentity {
  return {
    address: real,
    replyAddress: address(`r.${real.localPart}.${real.domain}@alias.test`.toLowerCase()),
  };
}

/** The address behind what {@link contactFor} made; undefined for every other. */
function realAddressOf({ localPart, domain }: Address): Address | undefined {
  const match = /^r\.([^.]+)\.(.+)$/.exec(localPart);
  return match === null || domain !== 'alias.test'
    ? undefined
    : address(`${match[1] ?? ''}@${match[2] ?? ''}`);
}

/** A message that left, whole. */
export interface Sent {
  readonly message: OutgoingMessage;
  readonly octets: Buffer;
}

/** What an attempt came to. */
export interface Attempted {
  readonly outcome: DeliveryOutcome;
  /** What a transport in memory was given; empty when the test brings its own. */
  readonly sent: readonly Sent[];
  /** Addresses of the people for whom contacts were wanted. */
  readonly ensured: readonly string[];
  readonly failures: readonly unknown[];
}

/** Makes one attempt at sending `data`, among people whose contacts are those of {@link contactFor}. */
export async function attemptTo(
  delivery: ClaimedDelivery,
  {
    content,
    signer,
    ...changes
  }: { readonly content: OpenedContent; readonly signer: TestSigner } & Partial<AttemptDependencies>,
): Promise<Attempted> {
  const sent: Sent[] = [];
  const ensured: string[] = [];
  const failures: unknown[] = [];
  const run = createAttempt({
    findReceivedIds: () => Promise.resolve([]),
    queue: { openContent: () => Promise.resolve(content) },
    isOwnDomain: (domain) => Promise.resolve(domain === 'alias.test'),
    isMailboxPaused: () => Promise.resolve(false),
    loadContact: () => Promise.resolve(contactFor(address('author@sender.test'))),
    ensureContacts: (_aliasId, people) => {
      ensured.push(...people.map((person) => `${person.address.localPart}@${person.address.domain}`));
      return Promise.resolve(people.map((person) => contactFor(person.address)));
    },
    findByReplyAddress: (_organizationId, addresses) =>
      Promise.resolve(addresses.flatMap((each) => realAddressOf(each) ?? []).map(contactFor)),
    loadAlias: () =>
      Promise.resolve({
        address: address('shop@alias.test'),
        displayName: 'The Shopper',
        mailboxes: [{ address: address('jane@example.com') }],
      }),
    loadMailboxKey: () => Promise.resolve(undefined),
    loadSigningKey: () => Promise.resolve(signer.signingKey),
    learned: { isLearned: () => Promise.resolve(false), remember: () => Promise.resolve() },
    hostname: 'us.test',
    ...testKeys,
    transport: {
      send: async (message) => {
        sent.push({ message, octets: Buffer.concat(await Array.fromAsync(message.chunks())) });
        return { kind: 'delivered', evidence: { stage: 'body', durationMs: 1 } };
      },
    },
    events: { ...silentEvents, failed: (_action, error) => failures.push(error) },
    clock: systemClock,
    ...changes,
  });
  return { outcome: await run(delivery, new AbortController().signal), sent, ensured, failures };
}
