import type { MxStage } from './behaviour.ts';

/** A message whose final dot arrived. */
export interface ReceivedMessage {
  /** Without angle brackets; empty for the null reverse path. */
  readonly mailFrom: string;
  /** The accepted recipients in order, without angle brackets. */
  readonly rcptTo: readonly string[];
  /** Parameters of MAIL as sent: `['SIZE=120', 'BODY=8BITMIME']`. */
  readonly mailParameters: readonly string[];
  /** The content with dot-stuffing undone (RFC 5321 §4.5.2), otherwise exact; ends with the CRLF before the final dot. */
  readonly data: Buffer;
  /** The content as on the wire, without the final `.` line. */
  readonly rawData: Buffer;
  /** Whether it came over an encrypted connection. */
  readonly tls: boolean;
  /** Number of the connection, from 1. */
  readonly connection: number;
  /** The user that authenticated, when one did. */
  readonly username: string | undefined;
}

/** Numbers of messages, kept also when the messages are not. */
export interface MxCounts {
  /** Messages answered with 2xx. */
  readonly accepted: number;
  /** Messages whose final dot arrived but which were not answered with 2xx. */
  readonly unaccepted: number;
  /** Accepted messages per recipient. */
  readonly byRecipient: ReadonlyMap<string, number>;
  /** Accepted messages per `Message-ID`, with angle brackets; empty string where there is none. */
  readonly byMessageId: ReadonlyMap<string, number>;
  /** Accepted messages per recipient and `Message-ID`, key `recipient <id>`: a count above 1 is a duplicate. */
  readonly byRecipientAndMessageId: ReadonlyMap<string, number>;
}

/** One command line received. */
export interface MxCommand {
  /** Number of the connection, from 1. */
  readonly connection: number;
  /** Without CRLF; also the lines of an AUTH exchange. */
  readonly line: string;
  readonly isTls: boolean;
}

/** What sessions tell about; the server shows it. */
export class MxRecords {
  readonly messages: ReceivedMessage[] = [];
  readonly unacceptedMessages: ReceivedMessage[] = [];
  readonly commands: MxCommand[] = [];
  readonly violations: string[] = [];
  readonly #keepsMessages: boolean;
  readonly #attempts = new Map<string, number>();
  readonly #byRecipient = new Map<string, number>();
  readonly #byMessageId = new Map<string, number>();
  readonly #byRecipientAndMessageId = new Map<string, number>();
  #accepted = 0;
  #unaccepted = 0;
  readonly #listeners = new Set<() => void>();

  constructor(options: { readonly keepsMessages: boolean }) {
    this.#keepsMessages = options.keepsMessages;
  }

  /** Calls `listener` after each accepted message, until the function given back is called. */
  onAccepted(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether messages and commands are collected. */
  get keepsMessages(): boolean {
    return this.#keepsMessages;
  }

  get counts(): MxCounts {
    return {
      accepted: this.#accepted,
      unaccepted: this.#unaccepted,
      byRecipient: this.#byRecipient,
      byMessageId: this.#byMessageId,
      byRecipientAndMessageId: this.#byRecipientAndMessageId,
    };
  }

  /** Counts one more attempt at a stage for `key`, and gives its number. */
  countAttempt(stage: MxStage, key: string): number {
    return increment(this.#attempts, `${stage} ${key}`);
  }

  addCommand(command: MxCommand): void {
    if (this.#keepsMessages) this.commands.push(command);
  }

  addViolation(connection: number, what: string): void {
    this.violations.push(`connection ${connection}: ${what}`);
  }

  /** To be called before the 2xx is sent, so that no client knows of a message that is not counted yet. */
  addAccepted(message: ReceivedMessage): void {
    this.#accepted += 1;
    const messageId = findMessageId(message.data);
    increment(this.#byMessageId, messageId);
    for (const recipient of message.rcptTo) {
      increment(this.#byRecipient, recipient);
      increment(this.#byRecipientAndMessageId, `${recipient} ${messageId}`);
    }
    if (this.#keepsMessages) this.messages.push(message);
    for (const listener of this.#listeners) listener();
  }

  addUnaccepted(message: ReceivedMessage): void {
    this.#unaccepted += 1;
    if (this.#keepsMessages) this.unacceptedMessages.push(message);
  }
}

function increment(counts: Map<string, number>, key: string): number {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count;
}

/** Header blocks of test messages are smaller; the rest of a large message need not be decoded. */
const maxHeaderOctets = 65_536;

function findMessageId(data: Buffer): string {
  const headerEnd = data.indexOf('\r\n\r\n');
  const end = Math.min(headerEnd === -1 ? data.length : headerEnd + 2, maxHeaderOctets);
  return /^Message-ID:\s*(<[^>]*>)/im.exec(data.toString('latin1', 0, end))?.[1] ?? '';
}
