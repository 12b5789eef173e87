import { liveMessage, type LiveMessage } from '@smtpy/contract';
import { waitFor } from '@smtpy/testkit';
import type { LiveSocket } from '../connection.ts';
import type { SocketReports } from '../live.ts';

/** A socket that keeps what it is sent. Its other side reads everything at once unless it is told to stop. */
export interface Recorder extends LiveSocket {
  bufferedBytes: number;
  readonly messages: readonly LiveMessage[];
  /** Ids of events as they came. */
  readonly eventIds: () => readonly string[];
  /** The code it was closed with, or `terminated`. */
  readonly end: () => number | 'terminated' | undefined;
  /** From now on nothing is read: `flush` does not resolve any more. */
  stopReading(): void;
  /** What tells the server; given by `serve`. */
  reports: SocketReports | undefined;
  /** Waits for this many events. */
  waitForEvents(count: number): Promise<readonly string[]>;
  waitForKind(kind: LiveMessage['kind']): Promise<void>;
  waitForEnd(): Promise<number | 'terminated'>;
}

/** Every message is checked against the contract. */
export function createRecorder(): Recorder {
  const messages: LiveMessage[] = [];
  let end: number | 'terminated' | undefined;
  let isReading = true;
  const gone = Promise.withResolvers<undefined>();
  const finish = (how: number | 'terminated'): void => {
    end ??= how;
    gone.resolve(undefined);
    queueMicrotask(() => recorder.reports?.closed());
  };
  const eventIds = (): readonly string[] =>
    messages.flatMap((message) => (message.kind === 'event' ? [message.event.id] : []));
  const recorder: Recorder = {
    bufferedBytes: 0,
    messages,
    reports: undefined,
    eventIds,
    end: () => end,
    stopReading: () => {
      isReading = false;
    },
    send: (text) => {
      if (end === undefined) messages.push(liveMessage.parse(JSON.parse(text)));
    },
    flush: () => (isReading ? Promise.resolve() : gone.promise),
    ping: () => undefined,
    close: finish,
    terminate: () => finish('terminated'),
    waitForEvents: (count) =>
      waitFor(() => (eventIds().length >= count ? eventIds() : undefined), { what: `${count} events` }),
    waitForKind: async (kind) => {
      await waitFor(() => messages.some((message) => message.kind === kind), { what: kind });
    },
    waitForEnd: () => waitFor(() => end, { what: 'the end of the connection' }),
  };
  return recorder;
}
