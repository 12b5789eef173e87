import { maxCommandFaults, maxIdleCommands, maxRefusedLogins } from '../limits.ts';
import type { ReplyName } from '../replies.ts';

/** Commands whose number is bounded by what they achieve, or that end the session themselves. */
const movingCommands: ReadonlySet<string> = new Set(['MAIL', 'RCPT', 'DATA', 'QUIT', 'STARTTLS']);

/** Counts what a session does that leads to no message, and says when it is enough. */
export class FaultCounter {
  readonly #maxRefusedRecipients: number;
  #refusedCommands = 0;
  #refusedRecipients = 0;
  #refusedLogins = 0;
  #idleCommands = 0;

  /** Twice the recipients of a transaction: one whose recipients are all gone must be refused one by one, not cut off. */
  constructor(maxRecipients: number) {
    this.#maxRefusedRecipients = 2 * maxRecipients;
  }

  /** A command came. Names the reply that ends the session when it was one too many. */
  commandCame(verb: string): ReplyName | undefined {
    if (movingCommands.has(verb)) return undefined;
    this.#idleCommands += 1;
    return this.#idleCommands > maxIdleCommands ? 'tooManyIdleCommands' : undefined;
  }

  /** A command was refused. The reply to content does not count: it judges the message, not the client. */
  commandRefused(verb: string): ReplyName | undefined {
    if (verb === 'DATA') return undefined;
    if (verb === 'AUTH') {
      this.#refusedLogins += 1;
      return this.#refusedLogins > maxRefusedLogins ? 'tooManyLogins' : undefined;
    }
    if (verb === 'RCPT') this.#refusedRecipients += 1;
    else this.#refusedCommands += 1;
    const isEnough =
      this.#refusedCommands > maxCommandFaults || this.#refusedRecipients > this.#maxRefusedRecipients;
    return isEnough ? 'tooManyFaults' : undefined;
  }

  /** A message was accepted. */
  messageAccepted(): void {
    this.#idleCommands = 0;
  }
}
