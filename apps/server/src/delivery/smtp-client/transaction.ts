import type { SmtpReply } from '@smtpy/mail';
import type { OutgoingMessage } from '../transport.ts';
import { sendContent } from './content.ts';
import type { Deadlines } from './deadlines.ts';
import { BrokenConnection, classifyRefusal, type Failure } from './dialogue.ts';
import { assertSafeEnvelope, findObstacle, planCommands, type Command } from './envelope.ts';
import type { Extensions } from './extensions.ts';
import type { Wire } from './wire.ts';

/** What a transaction needs to know of its connection. */
export interface TransactionOptions {
  readonly extensions: Extensions;
  readonly deadlines: Deadlines;
  /** Whether the transaction before on this connection was not completed. */
  readonly isResetNeeded: boolean;
}

/**
 * How a transaction ended.
 * - `accepted`, `refused`: by the host's word, or (refused without a reply) by what it offers. `outcome` says for how long.
 * - `lost`: the connection ended, or the host said 421, before any content was sent: another connection may be tried at once.
 * - `unknown`: the connection ended after content was sent; the host may have the message, another try may duplicate it.
 */
export type TransactionResult =
  | { readonly kind: 'accepted'; readonly reply: SmtpReply }
  | { readonly kind: 'refused'; readonly outcome: 'deferred' | 'bounced'; readonly failure: Failure }
  | { readonly kind: 'lost'; readonly failure: Failure }
  | { readonly kind: 'unknown'; readonly failure: Failure };

/** Sends one message over a connection that is ready. Rejects only when the chunks cannot be read; the wire is broken then. */
export async function runTransaction(
  wire: Wire,
  message: OutgoingMessage,
  options: TransactionOptions,
): Promise<TransactionResult> {
  assertSafeEnvelope(message);
  const obstacle = findObstacle(message, options.extensions);
  if (obstacle !== undefined) return { kind: 'refused', outcome: 'bounced', failure: obstacle };
  try {
    const refusal = await sendEnvelope(wire, message, options);
    if (refusal !== undefined) return refusal;
  } catch (error) {
    // Expected: BrokenConnection.
    if (!(error instanceof BrokenConnection)) throw error;
    return { kind: 'lost', failure: error.failure };
  }
  return finish(wire, message, options.deadlines);
}

async function sendEnvelope(
  wire: Wire,
  message: OutgoingMessage,
  options: TransactionOptions,
): Promise<TransactionResult | undefined> {
  const commands = planCommands(message, options.extensions, options);
  return options.extensions.hasPipelining
    ? sendTogether(wire, commands, options.deadlines)
    : sendInTurn(wire, commands);
}

async function sendInTurn(wire: Wire, commands: readonly Command[]): Promise<TransactionResult | undefined> {
  for (const command of commands) {
    wire.write(`${command.line}\r\n`);
    const reply = await wire.readReply(command);
    if (!command.isAccepted(reply.code)) return refusedAt(wire, command, reply);
  }
  return undefined;
}

/** All commands in one packet: RFC 2920 §3.1 lets DATA be the last of a group. */
async function sendTogether(
  wire: Wire,
  commands: readonly Command[],
  deadlines: Deadlines,
): Promise<TransactionResult | undefined> {
  wire.write(commands.map(({ line }) => `${line}\r\n`).join(''));
  let refusal: TransactionResult | undefined;
  for (const command of commands) {
    const reply = await wire.readReply(command);
    if (!command.isAccepted(reply.code)) refusal ??= refusedAt(wire, command, reply);
    else if (command.stage === 'data' && refusal !== undefined) await endEmptyContent(wire, deadlines);
    if (refusal?.kind === 'lost') return refusal;
  }
  return refusal;
}

/** RFC 2920 §3.1: a host that takes DATA although it refused the recipient is given no content. */
async function endEmptyContent(wire: Wire, deadlines: Deadlines): Promise<void> {
  // Expected: BrokenConnection. The refusal of the recipient stands whether or not the host stays to the end.
  try {
    wire.write('.\r\n');
    await wire.readReply({ stage: 'data', timeoutMs: deadlines.finalReplyMs });
  } catch (error) {
    if (!(error instanceof BrokenConnection)) throw error;
  }
}

function refusedAt(wire: Wire, { stage }: Command, reply: SmtpReply): TransactionResult {
  const failure: Failure = { stage, reply };
  // RFC 5321 §3.8: 421 announces that the host closes the connection.
  if (reply.code === 421) {
    wire.destroy('closed after 421');
    return { kind: 'lost', failure };
  }
  breakOffNonsense(wire, reply);
  return { kind: 'refused', outcome: classifyRefusal(reply), failure };
}

/** A host that answers with what answers another question is out of step with us; nothing more is said to it. */
function breakOffNonsense(wire: Wire, reply: SmtpReply): void {
  if (reply.code < 400) wire.destroy('the host gave a reply that makes no sense');
}

async function finish(
  wire: Wire,
  message: OutgoingMessage,
  deadlines: Deadlines,
): Promise<TransactionResult> {
  let isWholeContentSent = false;
  try {
    await sendContent(wire, message, deadlines);
    isWholeContentSent = true;
    return judge(wire, await wire.readReply({ stage: 'body', timeoutMs: deadlines.finalReplyMs }));
  } catch (error) {
    // Expected: BrokenConnection. What reading the chunks throws is the caller's.
    if (!(error instanceof BrokenConnection)) throw error;
    // A host that breaks off often says why first. Its words are kept, but they answered no end of content, so they are not final.
    const reply = wire.takeEarlyReply();
    const remark = isWholeContentSent
      ? ', after all of the content was sent: the host may have the message'
      : '';
    const explanation = `${error.failure.explanation}${remark}`;
    return { kind: 'unknown', failure: { stage: 'body', explanation, ...(reply && { reply }) } };
  }
}

/** What the reply to the end of the content says. */
function judge(wire: Wire, reply: SmtpReply): TransactionResult {
  if (reply.code >= 200 && reply.code < 300) return { kind: 'accepted', reply };
  if (reply.code === 421) wire.destroy('closed after 421');
  breakOffNonsense(wire, reply);
  return { kind: 'refused', outcome: classifyRefusal(reply), failure: { stage: 'body', reply } };
}
