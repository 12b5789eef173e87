import type { Socket } from 'node:net';
import { ReplyParser, type DialogReply } from './reply.ts';

/** What a read may come to. */
export type ReplyEvent =
  | { readonly kind: 'reply'; readonly reply: DialogReply }
  /** The server closed the connection, or it broke with `error`. `unfinished` is what came of one more reply. */
  | { readonly kind: 'closed'; readonly error: Error | undefined; readonly unfinished: string }
  | { readonly kind: 'timeout' };

/** The replies of one connection, in order, whether they are waited for or came early. */
export class ReplyQueue {
  readonly #parser = new ReplyParser();
  readonly #replies: DialogReply[] = [];
  #closed: Extract<ReplyEvent, { kind: 'closed' }> | undefined;
  #error: Error | undefined;
  #waiter: (() => void) | undefined;

  /** Takes over everything `socket` sends until `release`. */
  attach(socket: Socket): { release(): void } {
    const onData = (chunk: Buffer): void => {
      this.#take(chunk);
    };
    const onError = (error: Error): void => void (this.#error ??= error);
    const onEnd = (): void => {
      this.#close();
    };
    socket.on('data', onData).on('error', onError).on('end', onEnd).on('close', onEnd);
    return { release: () => void socket.off('data', onData).off('end', onEnd).off('close', onEnd) };
  }

  /** The next reply. Only one call may wait at a time. */
  async next(timeoutMs: number): Promise<ReplyEvent> {
    if (this.#replies.length === 0 && this.#closed === undefined) await this.#wait(timeoutMs);
    const reply = this.#replies.shift();
    if (reply !== undefined) return { kind: 'reply', reply };
    return this.#closed ?? { kind: 'timeout' };
  }

  /** Ends every wait, now and later, with `error`. */
  abort(error: Error): void {
    this.#error = error;
    this.#close();
  }

  #take(chunk: Buffer): void {
    try {
      this.#replies.push(...this.#parser.push(chunk));
    } catch (error) {
      // Expected: the parser's limit. It ends the dialog, as nothing after it can be trusted.
      this.abort(error instanceof Error ? error : new Error(String(error)));
    }
    if (this.#replies.length > 0) this.#waiter?.();
  }

  #close(): void {
    this.#closed ??= { kind: 'closed', error: this.#error, unfinished: this.#parser.unfinished() };
    this.#waiter?.();
  }

  #wait(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#waiter?.(), timeoutMs);
      this.#waiter = () => {
        clearTimeout(timer);
        this.#waiter = undefined;
        resolve();
      };
    });
  }
}
