import type { SMTPServerAddress, SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { newId } from '../../db/index.ts';
import { CHUNK_BYTES } from '../../queue/index.ts';
import { MemoryBudget } from '../content/memory-budget.ts';
import type { InboundDependencies } from '../dependencies.ts';
import { contentBudgetOctets, greetingPauseMs } from '../limits.ts';
import { type Refusal, refuse, toSmtpError } from '../replies.ts';
import { createAdmission } from './admission.ts';
import { describeClient } from './client.ts';
import type { ConnectionPolicy } from './connection-policy.ts';
import { addRecipient, beginTransaction, type EnvelopeResult } from './envelope.ts';
import { PatientClients } from './patient-clients.ts';
import { ConnectionLostError, receiveMessage } from './receive-message.ts';
import type { InboundServerOptions } from './server.ts';
import type { Submitter, Transaction } from './transaction.ts';

type Callback = (error?: Error | null, message?: string) => void;

/** Everything a session asks of the rest of the program, bound to its dependencies. */
export type Handlers = Pick<InboundServerOptions, 'onMailFrom' | 'onRcptTo' | 'onData' | 'policy'>;

/** What one process remembers of its sessions. */
interface SessionMemory {
  readonly transactions: WeakMap<SMTPServerSession, Transaction>;
  /** Private reasons of refusals that are about to be sent. */
  readonly reasons: WeakMap<SMTPServerSession, string>;
  readonly budget: MemoryBudget;
}

/** Who logged in on a session; undefined where nobody did, as on the public port. */
export type FindSubmitter = (session: SMTPServerSession) => Submitter | undefined;

/** Makes the handlers. Here expected refusals become replies, and everything unexpected becomes 451 (RFC 5321 §4.2.5). */
export function createHandlers(dependencies: InboundDependencies, findSubmitter: FindSubmitter): Handlers {
  const memory: SessionMemory = {
    transactions: new WeakMap(),
    reasons: new WeakMap(),
    budget: new MemoryBudget(contentBudgetOctets),
  };
  const { events } = dependencies;
  const answer = (
    session: SMTPServerSession,
    work: Promise<string | Refusal | undefined>,
    callback: Callback,
  ) => {
    work
      .catch((error: unknown) => {
        if (!(error instanceof ConnectionLostError)) {
          events.failed('receive', error, { ip: session.remoteAddress });
        }
        return refuse('localError', error instanceof Error ? error.message : 'unknown failure');
      })
      .then((result) => {
        if (typeof result !== 'object') {
          callback(null, result);
          return;
        }
        memory.reasons.set(session, result.reason);
        callback(toSmtpError(result));
      })
      .catch((error: unknown) => {
        events.failed('reply', error, { ip: session.remoteAddress });
      });
  };
  return {
    policy: createPolicy(dependencies, memory),
    onMailFrom: (sender, session, callback) => {
      const begun = beginTransaction(sender, findSubmitter(session));
      answer(session, Promise.resolve(keep(begun, session, memory)), callback);
    },
    onRcptTo: (recipient, session, callback) => {
      answer(session, takeRecipient(recipient, { session, memory, dependencies }), callback);
    },
    onData: (stream, session, callback) => {
      answer(session, takeContent(stream, { session, memory, dependencies }), callback);
    },
  };
}

interface Call {
  readonly session: SMTPServerSession;
  readonly memory: SessionMemory;
  readonly dependencies: InboundDependencies;
}

function keep(
  result: EnvelopeResult,
  session: SMTPServerSession,
  { transactions }: SessionMemory,
): Refusal | undefined {
  if (result.kind === 'refused') return result.refusal;
  transactions.set(session, result.transaction);
  return undefined;
}

async function takeRecipient(
  recipient: SMTPServerAddress,
  { session, memory, dependencies }: Call,
): Promise<Refusal | undefined> {
  const transaction = memory.transactions.get(session);
  if (transaction === undefined) return refuse('outOfSequence');
  return keep(await addRecipient(recipient, { transaction, session }, dependencies), session, memory);
}

async function takeContent(
  stream: SMTPServerDataStream,
  { session, memory, dependencies }: Call,
): Promise<string | Refusal> {
  const begun = memory.transactions.get(session);
  memory.transactions.delete(session);
  if (begun === undefined) return refuse('outOfSequence');
  // The age of chunks is read from this id, and a client may have idled for hours between MAIL and DATA.
  const transaction = { ...begun, id: newId() };
  const reservation = memory.budget.reserve(expectedMemory(transaction));
  try {
    const client = describeClient(session, {
      isSmtpUtf8: transaction.isSmtpUtf8,
      isAuthenticated: transaction.submitter !== undefined,
    });
    const result = await receiveMessage({ transaction, client, stream, reservation }, dependencies);
    return result.kind === 'accepted' ? `2.0.0 accepted as ${result.id}` : result.refusal;
  } finally {
    reservation.release();
  }
}

/** What a message will take: what it announced, or one chunk when it announced nothing or more. */
function expectedMemory({ declaredBytes }: Transaction): number {
  return Math.min(declaredBytes ?? CHUNK_BYTES, CHUNK_BYTES);
}

function createPolicy(
  { config, events, clock }: InboundDependencies,
  memory: SessionMemory,
): ConnectionPolicy {
  const patientClients = new PatientClients();
  return {
    maxRecipients: config.maxRecipients,
    maxMessageBytes: config.maxMessageBytes,
    ...createAdmission({ config, events }),
    greetingPauseMs: (ip) => (patientClients.has(ip, clock.now()) ? 0 : greetingPauseMs),
    greeted: (ip) => {
      patientClients.add(ip, clock.now());
    },
    beforeContent: (session) => {
      const transaction = memory.transactions.get(session);
      const wanted = transaction === undefined ? 0 : expectedMemory(transaction);
      return memory.budget.hasRoomFor(wanted) ? undefined : refuse('noMemory');
    },
    refused: ({ session, stage, code, text }) => {
      const reason = memory.reasons.get(session) ?? text;
      memory.reasons.delete(session);
      events.refused({ ip: session.remoteAddress, stage, code, reason });
    },
  };
}
