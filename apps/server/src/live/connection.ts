import { liveCloseCodes, type LiveMessage } from '@smtpy/contract';
import type { LiveBounds } from './rules.ts';

/** What a connection needs of its WebSocket. */
export interface LiveSocket {
  /** Octets that were sent and have not left this process. */
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Resolves when all that was sent before has left, or the connection is gone. */
  flush(): Promise<void>;
  ping(): void;
  /** Says goodbye, after what waits; a peer that does not answer is cut off soon after. */
  close(code: number, reason: string): void;
  /** Cuts it off. */
  terminate(): void;
}

/** `catching_up`: what it missed is being sent, and events wait. `live`: events are sent as they come. */
type Phase = 'catching_up' | 'live' | 'closed';

type CloseReason = keyof typeof liveCloseCodes;

/** One page or program that hears of an organization. */
export class Connection {
  readonly organizationId: string;
  readonly userId: string;
  /** The same for all connections that one check of access answers for. */
  readonly accessKey: string;
  readonly mayStill: () => Promise<boolean>;
  readonly #socket: LiveSocket;
  readonly #bounds: Pick<LiveBounds, 'bufferedBytes' | 'waitingEvents'>;
  readonly #waiting = new Map<string, string>();
  /** Events that the other side has from before it was live; they may come once more from the feed. */
  #caughtUp: ReadonlySet<string> = new Set();
  #phase: Phase = 'catching_up';
  #isGreeted = false;
  #isPongDue = false;
  #closeReason: CloseReason | undefined;

  constructor(options: {
    readonly organizationId: string;
    readonly userId: string;
    readonly accessKey: string;
    readonly mayStill: () => Promise<boolean>;
    readonly socket: LiveSocket;
    readonly bounds: Pick<LiveBounds, 'bufferedBytes' | 'waitingEvents'>;
  }) {
    this.organizationId = options.organizationId;
    this.userId = options.userId;
    this.accessKey = options.accessKey;
    this.mayStill = options.mayStill;
    this.#socket = options.socket;
    this.#bounds = options.bounds;
  }

  get isClosed(): boolean {
    return this.#phase === 'closed';
  }

  /** Why this process closed it; undefined while it did not. */
  get closeReason(): CloseReason | undefined {
    return this.#closeReason;
  }

  /** Sends what is no event. */
  say(message: LiveMessage): void {
    this.#send(JSON.stringify(message));
  }

  /** An event has happened; `text` is its message. */
  tell(id: string, text: string): void {
    if (this.#phase === 'live' && !this.#caughtUp.has(id)) this.#send(text);
    if (this.#phase !== 'catching_up') return;
    this.#waiting.set(id, text);
    if (this.#waiting.size > this.#bounds.waitingEvents) this.close('tooSlow');
  }

  /** The first message; from now on events wait, or are sent. */
  greet(message: LiveMessage & { readonly kind: 'hello' }): void {
    this.#isGreeted = true;
    this.say(message);
  }

  /** Sends what was missed behind the event `after`, as fast as it is read, then what has come meanwhile; from then on it is live. */
  async catchUp(after: string, missed: AsyncIterable<ReadonlyMap<string, string>>): Promise<void> {
    const sent = new Set([after]);
    for await (const texts of missed) {
      for (const [id, text] of texts) {
        sent.add(id);
        this.#send(text);
      }
      await this.#socket.flush();
      if (this.isClosed) return;
    }
    this.#caughtUp = sent;
    this.goLive();
  }

  /** Sends events as they come, first those that wait. */
  goLive(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'live';
    for (const [id, text] of this.#waiting) this.tell(id, text);
    this.#waiting.clear();
  }

  /** What it caught up with is so old by now that it cannot come again. */
  forgetCaughtUp(isOld: (id: string) => boolean): void {
    if (this.#caughtUp.size > 0) this.#caughtUp = new Set([...this.#caughtUp].filter((id) => !isOld(id)));
  }

  /** Shows that it lives, and asks the same of the other side; ends it when that did not answer the last time. */
  beat(): void {
    if (this.isClosed || !this.#isGreeted) return;
    if (this.#isPongDue) {
      this.closed();
      this.#socket.terminate();
      return;
    }
    this.#isPongDue = true;
    this.say({ kind: 'ping' });
    this.#socket.ping();
  }

  /** The other side lives. */
  heard(): void {
    this.#isPongDue = false;
  }

  close(reason: CloseReason): void {
    if (this.isClosed) return;
    this.closed();
    this.#closeReason = reason;
    this.#socket.close(liveCloseCodes[reason], reason);
  }

  /** The socket is gone, or going: nothing is sent any more. */
  closed(): void {
    this.#phase = 'closed';
    this.#waiting.clear();
  }

  #send(text: string): void {
    if (this.isClosed) return;
    this.#socket.send(text);
    if (this.#socket.bufferedBytes > this.#bounds.bufferedBytes) this.close('tooSlow');
  }
}
