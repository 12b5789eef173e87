import { setTimeout as delay } from 'node:timers/promises';
import type { DialogReply } from './reply.ts';
import { introduce } from './send-mail.ts';
import { openSmtpDialog, type SmtpDialog, type SmtpDialogOptions } from './smtp-dialog.ts';

/** What to send as one of many. */
export interface LoadMessage {
  /** Without angle brackets. */
  readonly mailFrom: string;
  /** Without angle brackets. */
  readonly rcptTo: readonly string[];
  /** Content with CRLF line ends, not dot-stuffed. */
  readonly data: Buffer;
  /** With angle brackets, as in `data`; it is only handed back in the results. */
  readonly messageId: string;
}

/** A load of messages. */
export interface SendManyOptions extends SmtpDialogOptions {
  readonly port: number;
  /** Connections open at the same time; each sends one message after the other. */
  readonly connections: number;
  readonly count: number;
  /** Makes message number `index`, from 0 to `count - 1`; called just before it is sent. */
  readonly makeMessage: (index: number) => LoadMessage;
  /** Called with each result as it arrives. */
  readonly onResult?: (result: SentMessage) => void;
  /** How long a connection that broke is tried again before its sender gives up. Default 0: not at all. */
  readonly reconnectForMs?: number;
  /** Name given in EHLO. Default `client.test`. */
  readonly helo?: string;
  /** Whether to use STARTTLS on each connection. Default false. */
  readonly isTls?: boolean;
}

/** What became of one message. */
export interface SentMessage {
  readonly index: number;
  readonly messageId: string;
  /** The final reply's code; `undefined` when the connection broke before it: the server may have taken the message or not. */
  readonly code: number | undefined;
  /** The final reply's text, or why there is none. */
  readonly text: string;
  /** From the first octet of MAIL to the final reply. */
  readonly durationMs: number;
}

/** The outcome of a load. */
export interface SendManyResult {
  /** In order of `index`; messages never begun, because every sender gave up or the signal came, are missing. */
  readonly messages: readonly SentMessage[];
  readonly durationMs: number;
  /** Messages answered with 2xx, per second. */
  readonly acceptedPerSecond: number;
}

/** Pause between attempts to connect to a server that is starting again. */
const reconnectPauseMs = 50;

/**
 * Sends many messages over persistent connections, the envelope commands of each pipelined (RFC 2920 §3.1). A broken
 * connection or a refused message is a result; it rejects only when `makeMessage` or `onResult` throws.
 */
export async function sendMany(options: SendManyOptions): Promise<SendManyResult> {
  const messages: SentMessage[] = [];
  const startedAt = performance.now();
  let nextIndex = 0;
  const takeIndex = (): number | undefined => (nextIndex < options.count ? nextIndex++ : undefined);
  const onResult = (result: SentMessage): void => {
    messages.push(result);
    options.onResult?.(result);
  };
  const senders = Array.from({ length: options.connections }, () => runSender(options, takeIndex, onResult));
  await Promise.all(senders);
  const durationMs = performance.now() - startedAt;
  const accepted = messages.filter(({ code }) => code !== undefined && code >= 200 && code < 300).length;
  messages.sort((one, other) => one.index - other.index);
  return { messages, durationMs, acceptedPerSecond: (accepted * 1000) / durationMs };
}

async function runSender(
  options: SendManyOptions,
  takeIndex: () => number | undefined,
  onResult: (result: SentMessage) => void,
): Promise<void> {
  let dialog = await connectWithin(options);
  while (dialog !== undefined && options.signal?.aborted !== true) {
    const index = takeIndex();
    if (index === undefined) break;
    const result = await sendOne(dialog, index, options.makeMessage(index));
    onResult(result);
    // RFC 5321 §3.8: after a 421 the server closes.
    if (result.code === undefined || result.code === 421) {
      await dialog.close();
      dialog = await connectWithin(options);
    }
  }
  await dialog?.close();
}

async function connectWithin(options: SendManyOptions): Promise<SmtpDialog | undefined> {
  const deadline = performance.now() + (options.reconnectForMs ?? 0);
  while (options.signal?.aborted !== true) {
    const dialog = await connectOnce(options);
    if (dialog !== undefined || performance.now() >= deadline) return dialog;
    await delay(reconnectPauseMs);
  }
  return undefined;
}

async function connectOnce(options: SendManyOptions): Promise<SmtpDialog | undefined> {
  let dialog: SmtpDialog | undefined;
  try {
    dialog = await openSmtpDialog(options.port, options);
    await dialog.expect(220);
    const ehlo = await introduce(dialog, options);
    if (ehlo.code === 250) return dialog;
  } catch {
    // Expected: refused, closed or silent while the server is down; the caller tries again until its deadline.
  }
  await dialog?.close();
  return undefined;
}

async function sendOne(dialog: SmtpDialog, index: number, message: LoadMessage): Promise<SentMessage> {
  const startedAt = performance.now();
  const outcome = await transact(dialog, message).then(
    ({ code, text }) => ({ code, text }),
    (error: unknown) => ({ code: undefined, text: error instanceof Error ? error.message : String(error) }),
  );
  return { index, messageId: message.messageId, ...outcome, durationMs: performance.now() - startedAt };
}

/** Gives the reply that decided: to the final dot, or the first refusal when it did not come to that. */
async function transact(dialog: SmtpDialog, message: LoadMessage): Promise<DialogReply> {
  const recipients = message.rcptTo.map((recipient) => `RCPT TO:<${recipient}>\r\n`);
  await dialog.sendRaw(`MAIL FROM:<${message.mailFrom}>\r\n${recipients.join('')}DATA\r\n`);
  const envelope: DialogReply[] = [];
  for (let sent = 0; sent < recipients.length + 1; sent += 1) envelope.push(await dialog.read());
  const data = await dialog.read();
  if (data.code === 354) return dialog.sendContent(message.data);
  await dialog.send('RSET');
  await dialog.read();
  return envelope.find((reply) => reply.code >= 300) ?? data;
}
