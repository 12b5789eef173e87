import type { Readable } from 'node:stream';
import { type HeaderBlock, parseHeaderBlock } from '@smtpy/mail';
import { newId } from '../../db/index.ts';
import type { Acceptance, ReceivedContent } from '../../queue/index.ts';
import { authenticate, notAsked, notKnown } from '../authentication/authenticate.ts';
import { observeSignatures, type SignatureObserver } from '../authentication/signatures.ts';
import { ContentIntake, type ReceivedOctets } from '../content/content-intake.ts';
import type { Reservation } from '../content/memory-budget.ts';
import { DeadlineError, withinDeadline } from '../deadline.ts';
import type { InboundDependencies } from '../dependencies.ts';
import { enqueueTimeoutMs, lookUpTimeoutMs } from '../limits.ts';
import { ensureContacts } from '../plan/contact-ids.ts';
import { planMessages } from '../plan/plan.ts';
import { prepare, type Prepared } from '../plan/prepare.ts';
import { formatTraceHeader } from '../plan/trace-header.ts';
import { noteContentRefusal } from '../policy/refusal-notes.ts';
import { resolveAddress } from '../recipients/resolve-address.ts';
import type { Refusal } from '../replies.ts';
import type { Arrival } from '../verdict/arrival.ts';
import { decide } from '../verdict/decide.ts';
import { steps } from '../verdict/steps.ts';
import type { Client } from './client.ts';
import type { Transaction } from './transaction.ts';

/** How a message ended. */
export type MessageResult =
  /** Committed; `id` is what the sender can ask about. */
  | { readonly kind: 'accepted'; readonly id: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** One message on its way in. */
export interface IncomingMessage {
  readonly transaction: Transaction;
  readonly client: Client;
  /** The octets between 354 and the final dot, without dot-stuffing. */
  readonly stream: Readable;
  readonly reservation: Reservation;
}

type PreparedMessage = Extract<Prepared, { kind: 'prepared' }>;
type Whole = Extract<ReceivedOctets<SignatureObserver>, { kind: 'whole' }>;

/**
 * Takes a message from its first octet to the commit. Rejects with {@link ConnectionLostError} when the connection
 * breaks, and when database or contacts fail: nothing
 * is accepted then.
 */
export async function receiveMessage(
  incoming: IncomingMessage,
  dependencies: InboundDependencies,
): Promise<MessageResult> {
  const intake = openIntake(incoming, dependencies);
  try {
    await drain(incoming.stream, intake);
    return await decideAndCommit(incoming, intake, dependencies);
  } catch (error) {
    // Expected: a broken connection, a failing database. After a failed commit the chunks stay: its outcome may be unknown, and
    // orphans are removed later.
    if (!(error instanceof CommitError)) await intake.abandon();
    throw error;
  }
}

/** From the final dot on. Nothing may throw behind a commit that succeeded: the caller would take the content away. */
async function decideAndCommit(
  incoming: IncomingMessage,
  intake: ContentIntake<SignatureObserver>,
  dependencies: InboundDependencies,
): Promise<MessageResult> {
  const endedMs = performance.now();
  const content = await intake.finish();
  if (content.kind === 'failed') throw content.error;
  const verdict = await judge(toArrival(incoming, content), dependencies);
  if (verdict.kind === 'refuse') return refuseMessage(verdict.refusal, { incoming, intake, dependencies });
  // A refusal is the only way in which a faulty content leaves the steps.
  if (content.kind !== 'whole') throw new Error(`content is ${content.fault}, and no step refused it`);
  const prepared = await prepareInTime(verdict.arrival, dependencies);
  if (prepared.kind === 'refused') return refuseMessage(prepared.refusal, { incoming, intake, dependencies });
  const acceptance = await commitOrUndo(prepared, content, dependencies);
  const durationMs = performance.now() - endedMs;
  return { kind: 'accepted', id: report(acceptance, { durationMs }, dependencies) };
}

async function refuseMessage(
  refusal: Refusal,
  {
    incoming: { transaction, client },
    intake,
    dependencies,
  }: {
    readonly incoming: IncomingMessage;
    readonly intake: ContentIntake<SignatureObserver>;
    readonly dependencies: InboundDependencies;
  },
): Promise<MessageResult> {
  noteContentRefusal({ transaction, ip: client.ip, refusal }, dependencies);
  await intake.abandon();
  return { kind: 'refused', refusal };
}

/** What is prepared too late is undone: its sender has heard 451 and comes back. */
async function prepareInTime(arrival: Arrival, dependencies: InboundDependencies): Promise<Prepared> {
  const preparing = prepare(arrival, dependencies);
  try {
    return await withinDeadline(preparing, { timeoutMs: lookUpTimeoutMs, what: 'preparing a message' });
  } catch (error) {
    // Expected: DeadlineError, or what failed inside, which has undone itself.
    if (error instanceof DeadlineError) undoLater(preparing, dependencies);
    throw error;
  }
}

function undoLater(preparing: Promise<Prepared>, { events }: InboundDependencies): void {
  preparing
    .then((prepared) => (prepared.kind === 'prepared' ? prepared.undo() : undefined))
    .catch((error: unknown) => {
      // Expected: the database is still away.
      events.failed('undo the preparation of a message', error);
    });
}

/** What was used up is given back where it is known that nothing was accepted. */
async function commitOrUndo(
  prepared: PreparedMessage,
  content: Whole,
  dependencies: InboundDependencies,
): Promise<Acceptance> {
  try {
    return await commit(prepared, content, dependencies);
  } catch (error) {
    // Expected: the database failed. A commit whose answer is lost may have happened: an alias forwards one message less then.
    if (!(error instanceof CommitError)) await prepared.undo();
    throw error;
  }
}

/** The client went away in the middle of its content, and will send it again. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

async function drain(stream: Readable, intake: ContentIntake<SignatureObserver>): Promise<void> {
  try {
    for await (const piece of stream) await intake.accept(piece as Buffer);
  } catch (error) {
    // Expected: the stream broke. The intake never rejects.
    throw new ConnectionLostError('connection lost', { cause: error });
  }
}

/** The commit failed, or nobody knows. */
class CommitError extends Error {
  override readonly name = 'CommitError';
}

function openIntake(
  { transaction, reservation }: IncomingMessage,
  { config, queue, resolver }: InboundDependencies,
): ContentIntake<SignatureObserver> {
  return new ContentIntake<SignatureObserver>({
    maxMessageBytes: config.maxMessageBytes,
    declaredBytes: transaction.declaredBytes,
    reservation,
    keepsBeginning: transaction.routes.some(({ kind }) => kind === 'bounce'),
    openWriter: () => queue.createContentWriter(transaction.id),
    openObserver: (header) =>
      observeSignatures({ header: parseHeaderBlock(header), headerBytes: header.length }, resolver),
  });
}

const noHeader: HeaderBlock = { fields: [] };

function toArrival(
  { transaction, client }: IncomingMessage,
  content: ReceivedOctets<SignatureObserver>,
): Arrival {
  return {
    transaction,
    client,
    content,
    header: content.kind === 'whole' ? parseHeaderBlock(content.header) : noHeader,
    report: undefined,
    loopingAliasIds: new Set(),
    author: { kind: 'missing' },
    authentication: notKnown('not evaluated'),
    replyDecisions: new Map(),
    decisions: new Map(),
    policy: transaction.policy,
  };
}

function judge(arrival: Arrival, dependencies: InboundDependencies) {
  const { clock, config, contacts, directory, loopKey, policy, resolver, events } = dependencies;
  return decide(arrival, {
    steps,
    context: {
      loopKey,
      isDmarcRejectEnforced: config.isDmarcRejectEnforced,
      now: clock.now(),
      policy,
      resolve: (address) => resolveAddress(address, directory),
      contacts,
      authenticate: async ({ author, content, header, transaction }) => {
        if (content.kind !== 'whole') return notKnown('no content');
        if (transaction.submitter !== undefined) return notAsked('authenticated submission');
        const spf = transaction.background?.spf ?? Promise.resolve({ result: 'none' });
        return authenticate(
          { author, header, headerBytes: content.headerBytes, stored: content.stored, spf },
          { resolver, events },
        );
      },
    },
  });
}

async function commit(
  { arrival, privacyLevels }: PreparedMessage,
  content: Whole,
  { config, contacts, queue, clock }: InboundDependencies,
): Promise<Acceptance> {
  const messageContacts = await withinDeadline(ensureContacts(arrival, contacts), {
    timeoutMs: lookUpTimeoutMs,
    what: 'looking up contacts',
  });
  const { hostname } = config;
  const receivedAt = clock.now();
  const messages = planMessages({
    arrival,
    contacts: messageContacts,
    privacyLevels,
    hostname,
    receivedAt,
    newId: () => newId(receivedAt),
  });
  const traceHeader = formatTraceHeader(arrival, { hostname, receivedAt });
  const acceptance = { content: toReceivedContent(arrival.transaction.id, content, traceHeader), messages };
  try {
    await withinDeadline(queue.enqueue(acceptance), {
      timeoutMs: enqueueTimeoutMs,
      what: 'the commit of a message',
    });
  } catch (error) {
    // Expected: the database failed, or its answer is late or lost.
    throw new CommitError('message was not committed', { cause: error });
  }
  return acceptance;
}

function toReceivedContent(id: string, content: Whole, traceHeader: Buffer): ReceivedContent {
  const { sizeBytes, headerBytes, bodyHash, stored } = content;
  const shared = { id, sizeBytes, headerBytes, bodyHash, traceHeader };
  return stored.kind === 'small'
    ? { ...shared, data: stored.data, chunkCount: 0 }
    : { ...shared, data: undefined, chunkCount: stored.writer.chunkCount };
}

function report(
  { content, messages }: Acceptance,
  { durationMs }: { readonly durationMs: number },
  { events }: InboundDependencies,
): string {
  const [first, ...others] = messages;
  // One id fits the reply line; with several organizations that of the transaction leads to all messages.
  const id = first !== undefined && others.length === 0 ? first.id : content.id;
  const recipients = messages.reduce((count, { rcptTo }) => count + rcptTo.length, 0);
  events.messageAccepted({ messageId: id, sizeBytes: content.sizeBytes, recipients, durationMs });
  return id;
}
