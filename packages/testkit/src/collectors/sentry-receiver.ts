import { must, startHttpReceiver, type HttpReceiver, type ReceivedRequest } from './http-receiver.ts';

/** A Sentry with one project. */
export interface SentryReceiver extends HttpReceiver {
  /** For the program that reports. */
  readonly dsn: string;
  /** In the order in which they came. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** All that ever came, as text: to search for what must not be in it. */
  readonly everything: () => string;
}

const publicKey = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
const project = '42';

/** Starts one. */
export async function startSentryReceiver(): Promise<SentryReceiver> {
  const events: Readonly<Record<string, unknown>>[] = [];
  const texts: string[] = [];
  const receiver = await startHttpReceiver((request) => {
    texts.push(JSON.stringify(request.headers), request.url.href, request.body.toString());
    events.push(...readEnvelope(request));
  });
  return Object.assign(receiver, {
    dsn: receiver.origin.replace('//', `//${publicKey}@`) + `/${project}`,
    events,
    everything: () => texts.join('\n'),
  });
}

/** A header, then for each item its header and its content, a line each. */
function readEnvelope({ method, url, headers, body }: ReceivedRequest): SentryReceiver['events'] {
  const events: Readonly<Record<string, unknown>>[] = [];
  must(
    method === 'POST' && url.pathname === `/api/${project}/envelope/`,
    `no report goes to ${url.pathname}`,
  );
  const auth = `${String(headers['x-sentry-auth'])} ${url.search}`;
  must(auth.includes(`sentry_key=${publicKey}`), 'a report without the key of the project');
  const [head = '', ...lines] = body.toString().trimEnd().split('\n');
  const envelope = JSON.parse(head) as { readonly event_id?: string };
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const item = JSON.parse(lines[index] ?? '') as { readonly type?: string };
    if (item.type !== 'event') continue;
    const event = JSON.parse(lines[index + 1] ?? '') as Readonly<Record<string, unknown>>;
    must(event['event_id'] === envelope.event_id, 'an event that is not the one of its envelope');
    events.push(event);
  }
  return events;
}
