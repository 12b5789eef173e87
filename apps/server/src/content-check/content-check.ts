import { stripControl } from '@smtpy/mail';
import { systemClock, type Clock, type Events } from '../observe/index.ts';
import { createBreaker, pauseMs, type Breaker } from './breaker.ts';
import { formatEnvelope, type CheckedMessage } from './envelope-fields.ts';
import { readAnswer, type ContentJudgement } from './rspamd-answer.ts';
import { post } from './rspamd-request.ts';

/** Spam is small; what is larger would cost Rspamd more than it finds. */
const maxCheckedBytes = 10 * 1024 * 1024;
/** Rspamd ends its own work after 8 s; a client that sent the message waits 10 minutes (RFC 5321 §4.5.3.2.6). */
const defaultTimeoutMs = 30_000;

/** What is known of the content; never a reason to lose a message. */
export type ContentVerdict =
  | ContentJudgement
  /** Nobody judged it. The reason is in words. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'skipped'; readonly reason: string };

/** What {@link createContentCheck} needs. */
export interface ContentCheckDependencies {
  /** Scheme, host and port of an Rspamd worker, without a slash at the end. */
  readonly url: string;
  /** For one question, from connecting to the last octet of the answer. Default 30 000. */
  readonly timeoutMs?: number;
  readonly events: Pick<Events, 'failed' | 'noted'>;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** Judges content. */
export interface ContentCheck {
  /** Never rejects. What it was given to read is closed, or at its end, soon after. */
  check(message: CheckedMessage): Promise<ContentVerdict>;
}

/** Asks the Rspamd at `url`. Connects to it with each question alone. */
export function createContentCheck(dependencies: ContentCheckDependencies): ContentCheck {
  const breaker = createBreaker(dependencies.clock ?? systemClock);
  return {
    check: (message) => {
      if (message.sizeBytes > maxCheckedBytes)
        return Promise.resolve({ kind: 'skipped', reason: 'larger than 10 MiB' });
      if (!breaker.admit())
        return Promise.resolve({ kind: 'unavailable', reason: 'Rspamd did not answer a moment ago' });
      return ask(message, dependencies, breaker);
    },
  };
}

async function ask(
  message: CheckedMessage,
  { url, timeoutMs = defaultTimeoutMs, events }: ContentCheckDependencies,
  breaker: Breaker,
): Promise<ContentVerdict> {
  const source = watchSource(message.octets);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const fields = formatEnvelope(message);
    const { status, body } = await post({ url: `${url}/checkv2`, fields, octets: source.octets, signal });
    // Any answer proves that asking costs no time. Who can make Rspamd stumble over a message must not switch it off for others.
    if (breaker.succeed()) events.noted('Rspamd answers again');
    const answer = status === 200 ? readAnswer(body) : unreadable(`Rspamd answered ${String(status)}`);
    if (answer.kind !== 'unreadable') return answer;
    events.failed('asking Rspamd', new Error(answer.reason));
    return { kind: 'unavailable', reason: answer.reason };
  } catch (error) {
    // Expected: the errors of sockets and of Node's HTTP parser, the deadline, and those of reading the message.
    events.failed('asking Rspamd', error);
    if (source.hasFailed()) return { kind: 'unavailable', reason: 'the message could not be read' };
    if (breaker.fail()) events.noted('Rspamd does not answer; content is not judged', { pauseMs });
    return { kind: 'unavailable', reason: signal.aborted ? lateWords(timeoutMs) : wordsFor(error) };
  }
}

function unreadable(reason: string) {
  return { kind: 'unreadable', reason } as const;
}

/** Knows whether it was reading the message that failed: that says nothing of Rspamd. */
function watchSource(octets: AsyncIterable<Buffer>) {
  let isFailed = false;
  async function* read() {
    try {
      yield* octets;
    } catch (error) {
      // Expected: whatever the caller's reader rejects with.
      isFailed = true;
      throw error;
    }
  }
  return { octets: read(), hasFailed: () => isFailed };
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Rspamd is not running: connection refused',
  ECONNRESET: 'Rspamd ended the connection',
  EPIPE: 'Rspamd ended the connection',
  ENOTFOUND: 'the host of Rspamd has no address',
  EAI_AGAIN: 'the address of the host of Rspamd cannot be found at the moment',
  EHOSTUNREACH: 'the host of Rspamd cannot be reached',
  ENETUNREACH: 'the host of Rspamd cannot be reached',
  ETIMEDOUT: 'the host of Rspamd cannot be reached',
};

function wordsFor(error: unknown): string {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  if (typeof code === 'string' && code.startsWith('HPE_')) return 'Rspamd answered with what is no HTTP';
  const known = typeof code === 'string' && Object.hasOwn(words, code) ? words[code] : undefined;
  return known ?? `Rspamd gave no answer: ${stripControl(String(message)).slice(0, 200)}`;
}

function lateWords(timeoutMs: number): string {
  return `Rspamd gave no answer within ${String(timeoutMs / 1_000)} s`;
}
