import type { OutgoingMessage } from '../transport.ts';
import type { Deadlines } from './deadlines.ts';
import type { Failure, Stage } from './dialogue.ts';
import type { Extensions } from './extensions.ts';

/** One command of a transaction. `isAccepted` says which reply codes let the next one make sense. */
export interface Command {
  readonly stage: Stage;
  readonly line: string;
  readonly timeoutMs: number;
  readonly isAccepted: (code: number) => boolean;
}

const isCompletion = (code: number) => code >= 200 && code < 300;

/** RSET, MAIL, RCPT and DATA as one message needs them. `isResetNeeded`: the transaction before was not completed. */
export function planCommands(
  message: OutgoingMessage,
  extensions: Extensions,
  { deadlines, isResetNeeded }: { readonly deadlines: Deadlines; readonly isResetNeeded: boolean },
): readonly Command[] {
  const { mailMs, rcptMs, dataMs } = deadlines;
  const reset: Command = { stage: 'mail', line: 'RSET', timeoutMs: mailMs, isAccepted: isCompletion };
  return [
    ...(isResetNeeded ? [reset] : []),
    { stage: 'mail', line: mailCommand(message, extensions), timeoutMs: mailMs, isAccepted: isCompletion },
    { stage: 'rcpt', line: `RCPT TO:<${message.rcptTo}>`, timeoutMs: rcptMs, isAccepted: isCompletion },
    { stage: 'data', line: 'DATA', timeoutMs: dataMs, isAccepted: (code) => code === 354 },
  ];
}

function mailCommand(message: OutgoingMessage, extensions: Extensions): string {
  const parameters = [
    extensions.size !== undefined && `SIZE=${String(message.sizeBytes)}`,
    // Whether a body has 8-bit octets is not looked up: declared 8-bit, a 7-bit body is as good. Where the host does not offer
    // it the octets are sent all the same: re-encoding would break signatures, and no host in use drops the eighth bit.
    extensions.hasEightBitMime && 'BODY=8BITMIME',
    message.isSmtpUtf8 && extensions.hasSmtpUtf8 && 'SMTPUTF8',
  ].filter((parameter) => parameter !== false);
  return [`MAIL FROM:<${message.mailFrom}>`, ...parameters].join(' ');
}

/** Why the host cannot take the message by what it offers, known before anything is sent; undefined when it may. */
export function findObstacle(message: OutgoingMessage, extensions: Extensions): Failure | undefined {
  const limitBytes = extensions.size?.limitBytes;
  if (limitBytes !== undefined && message.sizeBytes > limitBytes) {
    // RFC 1870 §6.1 lets the client conclude what the host would answer.
    const sizes = `${String(message.sizeBytes)} octets, the host takes ${String(limitBytes)}`;
    return { stage: 'mail', explanation: `5.3.4 the message is too large: ${sizes}` };
  }
  if (!extensions.hasSmtpUtf8 && !isAscii(message.mailFrom + message.rcptTo)) {
    // RFC 6531 §3.5: such an address cannot be expressed to this host.
    return {
      stage: 'mail',
      explanation: '5.6.7 the host does not take addresses with characters outside ASCII',
    };
  }
  return undefined;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Throws when an address could end its command early; parsed addresses never do. */
export function assertSafeEnvelope({ mailFrom, rcptTo }: OutgoingMessage): void {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\0-\x1f\x7f]/.test(mailFrom + rcptTo))
    throw new RangeError('envelope address with control characters');
}
