import type { Socket } from 'node:net';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { SMTPServer } from 'smtp-server';
import { maxCommandOctets } from '../limits.ts';
import { endsSession, formatReplyText, type Refusal, replies, type ReplyName } from '../replies.ts';
import { CommandStream, CommandStreamError } from './command-stream.ts';
import type { ConnectionPolicy } from './connection-policy.ts';
import { FaultCounter } from './faults.ts';
import { keepExcessiveSize } from './excessive-size.ts';
import { parsePathCommand } from './path-command.ts';
import { judgeTransfer } from './transfer-pace.ts';

const CR = 0x0d;
/** How often the pace of a transfer is judged. */
const paceIntervalMs = 15_000;
/** What a refusal is filed under; a bounded set, as it is a label of the metrics. */
const stages: ReadonlyMap<string, string> = new Map([
  ['', 'connect'],
  ['HELO', 'ehlo'],
  ['EHLO', 'ehlo'],
  ['STARTTLS', 'starttls'],
  ['AUTH', 'auth'],
  ['MAIL', 'mail'],
  ['RCPT', 'rcpt'],
  ['DATA', 'data'],
]);
const textWithEnhancedCode = /^[245]\.\d{1,3}\.\d{1,3} /;

type Parsed = ReturnType<SMTPConnection['_parseAddressCommand']>;

/**
 * One connection: the library's, with strict line ends, quoted local parts, its own limits, and replies out of our table.
 *
 * NOTE: it overrides inner methods of the library, whose version is therefore pinned; the dialogs in `testdata/` hold it to that.
 */
export class InboundConnection extends SMTPConnection {
  readonly #policy: ConnectionPolicy;
  readonly #faults: FaultCounter;
  #isAdmitted = false;
  #isReported = false;
  #verb = '';
  #endReason: string | undefined;
  #paceTimer: NodeJS.Timeout | undefined;
  #transferBeganMs = 0;

  constructor(
    server: SMTPServer,
    socket: Socket,
    options: SMTPConnectionOptions & { readonly policy: ConnectionPolicy },
  ) {
    super(server, socket, options);
    this.#policy = options.policy;
    this.#faults = new FaultCounter(options.policy.maxRecipients);
    // The library fills it in with the greeting, and refusals may come before.
    this.session.remoteAddress = this.remoteAddress;
  }

  /** Says goodbye with 421 to a client that is between two commands; others hear it after their present one. */
  shutDown(): void {
    if (this._handlerPending || this._dataStream) return;
    this.#reply('shuttingDown');
  }

  override init(): void {
    // Before the handshake where TLS begins at once: whoever never ends it has to be counted as well.
    const refusal = this.#policy.enter(this.remoteAddress);
    this.#isAdmitted = refusal === undefined;
    if (refusal !== undefined && this.needsUpgrade) {
      this.#hangUp(refusal);
      return;
    }
    this._setListeners(() => {
      if (refusal === undefined) this.#greet();
      else this.#reply(refusal);
    });
  }

  /** Names the reply to a command that is refused before anything looks at it; for listeners that want something first. */
  protected refuseEarly(_verb: string): ReplyName | undefined {
    return undefined;
  }

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    // A verdict on content whose sender has gone.
    if (this._closed) return;
    if (code >= 400 && code !== 421) {
      const enough = this.#faults.commandRefused(this.#verb);
      if (enough !== undefined) {
        this.#reply(enough);
        return;
      }
    }
    if (code === 250 && context === 'DATA_OK') this.#faults.messageAccepted();
    this.#report(code, data);
    const isOurs = typeof data === 'string' && textWithEnhancedCode.test(data);
    super.send(code, data, isOurs ? false : context);
    if (isOurs && endsSession(data)) this.close();
  }

  override _createParser(): CommandStream {
    const parser = new CommandStream({
      maxCommandLength: maxCommandOctets,
      lineTimeoutMs: this._server.options.socketTimeout ?? 0,
    });
    parser.oncommand = (line, next) => {
      parser.lineTaken(line);
      this._onCommand(line, next);
    };
    parser.on('error', (error) => {
      // Expected: CommandStreamError. Whatever else stops the parser leaves nothing to talk about either.
      this.#reply(error instanceof CommandStreamError ? error.replyName : 'localError');
      this.close();
    });
    return parser;
  }

  override _onCommand(line: Buffer, next: () => void = () => undefined): void {
    // What comes in answer to a challenge is no command, whatever it looks like.
    const isAnswer = this._nextHandler !== false;
    this.#verb = isAnswer ? 'AUTH' : (line.toString('latin1').split(' ', 1)[0] ?? '').toUpperCase();
    if (!this._upgrading && this._ready) {
      const tooIdle = this.#faults.commandCame(this.#verb);
      if (tooIdle !== undefined) {
        this.#reply(tooIdle);
        return;
      }
      const fault = line.includes(CR) || line.includes(0) ? 'controlInCommand' : undefined;
      const refusal = fault ?? (isAnswer ? undefined : this.refuseEarly(this.#verb));
      if (refusal !== undefined) {
        this._nextHandler = false;
        this.#reply(refusal);
        setImmediate(() => {
          this._whenWritable(next);
        });
        return;
      }
    }
    super._onCommand(line, next);
  }

  override _parseAddressCommand(name: string, command: Buffer | string): Parsed {
    const cut = parsePathCommand(command.toString());
    if (cut === undefined) return false;
    const parsed = super._parseAddressCommand(name, `${name}:<> ${cut.parameters}`);
    if (parsed === false) return false;
    parsed.address = cut.path;
    return keepExcessiveSize(parsed, this.#policy.maxMessageBytes);
  }

  override handler_VRFY(_line: Buffer, next: () => void): void {
    this.#reply('noVerification');
    next();
  }

  override handler_HELP(_line: Buffer, next: () => void): void {
    this.#reply('help');
    next();
  }

  override handler_DATA(line: Buffer, next: () => void): void {
    if (this._parser instanceof CommandStream && this._parser.unreadOctets > 0) {
      // What follows would be read as commands if the session went on: the second half of a smuggling attempt.
      this.#reply('pipelinedContent');
      return;
    }
    const refusal =
      this.session.envelope.rcptTo.length > 0 ? this.#policy.beforeContent(this.session) : undefined;
    if (refusal !== undefined) {
      this.#refuse(refusal);
      next();
      return;
    }
    super.handler_DATA(line, next);
    this.#watchTransfer();
  }

  override _onTimeout(): void {
    this.#endReason ??= 'idle';
    super._onTimeout();
  }

  override _onError(error: Error & { code?: string | undefined; remoteAddress?: string | undefined }): void {
    this.#endReason ??= error.code ?? error.message;
    super._onError(error);
  }

  override _onClose(): void {
    clearInterval(this.#paceTimer);
    if (this._parser instanceof CommandStream) this._parser.stopWatching();
    super._onClose();
    if (this.#isReported) return;
    this.#isReported = true;
    if (this.#isAdmitted) this.#policy.left(this.remoteAddress, this.#endReason);
  }

  #greet(): void {
    const pauseMs = this.#policy.greetingPauseMs(this.remoteAddress);
    setTimeout(() => {
      if (this._closing || this._closed) return;
      this.#policy.greeted(this.remoteAddress);
      this.connectionReady();
    }, pauseMs).unref();
  }

  /** Closes without a word: there is no way to say one before the handshake. */
  #hangUp(name: ReplyName): void {
    this._socket.on('error', () => undefined);
    this.#report(replies[name].code, formatReplyText(replies[name]));
    this.close();
  }

  #reply(name: ReplyName): void {
    this.#refuse({ reply: replies[name], reason: name });
  }

  #refuse({ reply }: Refusal): void {
    this.send(reply.code, formatReplyText(reply));
  }

  #report(code: number, data: string | string[] | null | undefined): void {
    if (code < 400) return;
    if (code === 421) this.#endReason ??= String(data);
    this.#policy.refused({
      session: this.session,
      stage: stages.get(this.#verb) ?? 'command',
      code,
      text: String(data),
    });
  }

  #watchTransfer(): void {
    this.#transferBeganMs = performance.now();
    this.#paceTimer ??= setInterval(() => {
      const parser = this._parser;
      if (!(parser instanceof CommandStream) || !parser._dataMode) return;
      const verdict = judgeTransfer({
        elapsedMs: performance.now() - this.#transferBeganMs,
        receivedOctets: parser.dataBytes,
        maxMessageBytes: this.#policy.maxMessageBytes,
      });
      if (verdict !== undefined) this.#reply(verdict);
    }, paceIntervalMs).unref();
  }
}
