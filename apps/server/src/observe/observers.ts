import { programVersion } from '../config/index.ts';
import type { EventObserver } from './events.ts';

/** Who is to be told of events besides log and metrics. */
export interface ObserversOptions {
  /** See `ObservingConfig`. Absent: nothing is loaded, and nothing costs anything. */
  readonly otlpUrl: string | undefined;
  readonly sentryDsn: { reveal(): string } | undefined;
  /** The process, as in the log. */
  readonly role: string;
  readonly mode: string;
}

/** Observers for `createEvents`. Disposing sends what they still have, within some seconds. */
export interface Observers extends AsyncDisposable {
  readonly list: readonly EventObserver[];
}

/** Starts what is configured. The libraries are loaded here: they take 20 MB, and most installations want neither. */
export async function startObservers({
  otlpUrl,
  sentryDsn,
  role,
  mode,
}: ObserversOptions): Promise<Observers> {
  if (otlpUrl === undefined && sentryDsn === undefined)
    return { list: [], [Symbol.asyncDispose]: () => Promise.resolve() };
  const started: (AsyncDisposable & { readonly observer: EventObserver })[] = [];
  if (otlpUrl !== undefined) {
    const { createTracing } = await import('./tracing.ts');
    started.push(createTracing({ url: otlpUrl, version: programVersion, role }));
  }
  if (sentryDsn !== undefined) {
    const { createFailureReports } = await import('./failure-reports.ts');
    started.push(createFailureReports({ dsn: sentryDsn.reveal(), version: programVersion, role, mode }));
  }
  return {
    list: started.map(({ observer }) => observer),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(started.map((observer) => observer[Symbol.asyncDispose]()));
    },
  };
}
