import type { AttemptEvidence } from '../queue/index.ts';
import type { ConnectionPool } from './pool/index.ts';
import {
  openConnection,
  type ConnectionRequest,
  type Failure,
  type OpenResult,
  type SmtpConnection,
  type TransactionResult,
} from './smtp-client/index.ts';
import type { OutgoingMessage, SendOutcome } from './transport.ts';

/** A host to send to. */
export interface NextHop {
  /** What connections are shared by: messages to hops of the same key may go over one. */
  readonly key: string;
  /** One for each address, in the order to try them. */
  readonly requests: readonly ConnectionRequest[];
}

/** A host, or one of its addresses, that took no message and refused none. */
export interface Unavailable {
  readonly host: string;
  readonly failure: Failure;
}

/** How sending through one host ended. After `unavailable` another host may be tried: no content was sent. */
export type HopResult =
  | { readonly kind: 'ended'; readonly outcome: SendOutcome }
  | { readonly kind: 'unavailable'; readonly failures: readonly Unavailable[] };

/** What sending through a host needs. */
export interface HopContext {
  readonly pool: ConnectionPool;
  readonly signal: AbortSignal;
  /** `performance.now()` at the beginning of the attempt. */
  readonly startedAtMs: number;
}

/** Sends over an idle connection or, when there is none that works, over a new one to the first address that answers. */
export async function sendThrough(
  hop: NextHop,
  message: OutgoingMessage,
  context: HopContext,
): Promise<HopResult> {
  const failures: Unavailable[] = [];
  const idle = context.pool.take(hop.key);
  if (idle !== undefined) {
    // A connection that broke while it was idle says nothing about the host.
    const ended = await sendOver(idle, message, { ...context, hop });
    if (ended.kind === 'ended') return ended;
    if (context.signal.aborted) return ended;
  }
  for (const request of hop.requests) {
    const opened = await openOrGoOnInClear(request, context.signal);
    const tried: HopResult =
      opened.kind === 'open'
        ? await sendOver(opened.connection, message, { ...context, hop })
        : { kind: 'unavailable', failures: [{ host: opened.host, failure: opened.failure }] };
    if (tried.kind === 'ended') return tried;
    failures.push(...tried.failures);
    if (context.signal.aborted) break;
  }
  return { kind: 'unavailable', failures };
}

/**
 * Opportunistic TLS: a host whose STARTTLS does not work gets the mail in clear, as it would if it offered none. Whoever
 * can break the handshake could as well hide the offer.
 */
async function openOrGoOnInClear(request: ConnectionRequest, signal: AbortSignal): Promise<OpenResult> {
  const opened = await openConnection(request, signal);
  if (opened.kind !== 'tls_failed' || signal.aborted) return opened;
  const remark = `sent without TLS because the handshake failed: ${opened.failure.explanation ?? 'refused'}`;
  return openConnection({ ...request, tlsPolicy: 'none', remark }, signal);
}

async function sendOver(
  connection: SmtpConnection,
  message: OutgoingMessage,
  context: HopContext & { readonly hop: NextHop },
): Promise<HopResult> {
  let result: TransactionResult;
  try {
    result = await connection.send(message, context.signal);
  } finally {
    // Also when the content cannot be read: the pool closes what is broken.
    context.pool.give(context.hop.key, connection);
  }
  if (result.kind === 'lost')
    return { kind: 'unavailable', failures: [{ host: connection.host, failure: result.failure }] };
  const durationMs = Math.round(performance.now() - context.startedAtMs);
  return { kind: 'ended', outcome: outcomeOf(result, connection, durationMs) };
}

function outcomeOf(
  result: Exclude<TransactionResult, { readonly kind: 'lost' }>,
  connection: SmtpConnection,
  durationMs: number,
): SendOutcome {
  const { host, tls, remark } = connection;
  const failure: Failure =
    result.kind === 'accepted' ? { stage: 'body', reply: result.reply } : result.failure;
  const explanation = [failure.explanation, remark].filter((words) => words !== undefined).join('; ');
  const evidence: AttemptEvidence = {
    host,
    ...(tls !== undefined && { tls }),
    ...failure,
    ...(explanation !== '' && { explanation }),
    durationMs,
  };
  switch (result.kind) {
    case 'accepted':
      return { kind: 'delivered', evidence };
    case 'refused':
      return { kind: result.outcome, evidence };
    case 'unknown':
      return { kind: 'deferred', evidence, mayHaveArrived: true };
  }
}
