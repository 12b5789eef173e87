import { liveMessage, type Event } from '@smtpy/contract';
import { WebSocket } from 'ws';

/** A page as docs/live.md tells clients to be: it remembers the last event, connects again, and drops what it has. */
export interface LivePage extends Disposable {
  /** Each once, as they came. */
  readonly events: readonly Event[];
  /** How many came although the page had them. */
  readonly repeated: () => number;
  /** How often it was told to load anew. */
  readonly resyncs: () => number;
  /** Whether its present connection has said hello. */
  readonly isOpen: () => boolean;
  /** With which the last connection ended; undefined while none has. */
  readonly lastCode: () => number | undefined;
  /** From now on it connects to another node. */
  moveTo(httpUrl: string): void;
}

const pauseMs = 100;

/** Opens a page of a signed-in person at a node. */
export function openLivePage(httpUrl: string, headers: Readonly<Record<string, string>>): LivePage {
  const events: Event[] = [];
  const known = new Set<string>();
  const counts = { repeated: 0, resyncs: 0 };
  let nodeUrl = httpUrl;
  let socket: WebSocket | undefined;
  let isOpen = false;
  let isClosed = false;
  let lastCode: number | undefined;

  const take = (event: Event): void => {
    if (known.has(event.id)) counts.repeated += 1;
    else events.push(event);
    known.add(event.id);
  };
  const hear = (data: Buffer): void => {
    const message = liveMessage.parse(JSON.parse(data.toString()));
    if (message.kind === 'hello') isOpen = true;
    if (message.kind === 'resync') counts.resyncs += 1;
    if (message.kind === 'event') take(message.event);
  };
  const dial = (): void => {
    if (isClosed) return;
    const last = events.at(-1)?.id;
    const query = last === undefined ? '' : `?after=${last}`;
    socket = new WebSocket(`${nodeUrl.replace('http', 'ws')}/v1/live${query}`, {
      headers: { ...headers, origin: nodeUrl },
    });
    socket.on('message', hear);
    // The end follows and is what counts.
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      isOpen = false;
      lastCode = code;
      setTimeout(dial, pauseMs);
    });
  };
  dial();
  return {
    events,
    repeated: () => counts.repeated,
    resyncs: () => counts.resyncs,
    isOpen: () => isOpen,
    lastCode: () => lastCode,
    moveTo: (url) => {
      nodeUrl = url;
    },
    [Symbol.dispose]: () => {
      isClosed = true;
      socket?.terminate();
    },
  };
}
