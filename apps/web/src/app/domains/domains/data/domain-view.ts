import { DestroyRef, effect, inject, signal, type Signal } from '@angular/core';
import type { Answer, Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { Live } from '../../../shared/data/live.ts';
import { loading, loadingOf, type Loading } from '../../../shared/data/loading.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';

/** A domain as the API gives it. */
export type Domain = Answer<'getDomain'>;
/** What can be changed of it. */
export type DomainChange = NonNullable<Arguments<'changeDomain'>['body']>;

/** A domain as its page shows it: itself, its records, and what can be done with both. */
export interface DomainView {
  readonly domain: Loading<Domain>;
  readonly records: Loading<Answer<'getDomainRecords'>>;
  /** All records as zone text; undefined until it came. */
  readonly zone: Loading<string>;
  /** Whether DNS is being asked for the records. */
  readonly isChecking: Signal<boolean>;
  /** Asks DNS now, and shows what was found. */
  check(): Promise<void>;
  /** Changes settings and shows them at once; taken back, and told, where the server refuses. True: it took them. */
  change(change: DomainChange): Promise<boolean>;
  /** The same for forms: throws where the server refuses. */
  save(change: DomainChange): Promise<void>;
  reload(): void;
}

/** After the server asked DNS by itself: long enough that it has written down what it found. */
const afterCheckMs = 8_000;
/** Shorter waits would ask a server that is late with its checks all the time. */
const shortestWaitMs = 15_000;

/** The view of one domain. To be called where `inject` works. */
export function createDomainView(id: Signal<string>): DomainView {
  const api = inject(Api);
  const toasts = inject(ToastList);
  const params = (): { readonly params: { readonly domain_id: string } } => ({ params: { domain_id: id() } });
  const { domain, records, zone } = loadParts(params, api);
  const isChecking = signal(false);
  const reload = (): void => [domain, records, zone].forEach((each) => each.reload());
  const save = async (change: DomainChange): Promise<void> => {
    domain.put(await api.call('changeDomain', { ...params(), body: change }));
    records.reload();
    zone.reload();
  };
  const check = async (): Promise<void> => {
    isChecking.set(true);
    try {
      records.put(await api.call('checkDomain', params()));
      domain.reload();
    } catch (error) {
      // Expected: a Failure, such as too many checks in a short time.
      toasts.failed(error);
    } finally {
      isChecking.set(false);
    }
  };
  inject(Live).onAny(['domain.activated', 'domain.degraded', 'domain.recovered'], reload);
  reloadAfterChecks(records, reload);
  return {
    domain,
    records,
    zone,
    isChecking: isChecking.asReadonly(),
    reload,
    save,
    check,
    change: async (change) => {
      const before = domain.value();
      if (before !== undefined) domain.put(changed(before, change));
      try {
        await save(change);
        return true;
      } catch (error) {
        if (before !== undefined) domain.put(before);
        toasts.failed(error);
        return false;
      }
    },
  };
}

function loadParts(
  params: () => { readonly params: { readonly domain_id: string } },
  api: Api,
): Pick<DomainView, 'domain' | 'records' | 'zone'> {
  return {
    domain: loading('getDomain', params),
    records: loading('getDomainRecords', params),
    zone: loadingOf(params, async (given, signal) =>
      (await api.send('getDomainZone', given, { signal, accept: 'text/plain' })).text(),
    ),
  };
}

/** The server asks DNS by itself and tells when it does so next: what it found is shown soon after. */
function reloadAfterChecks(records: Loading<Answer<'getDomainRecords'>>, reload: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    clearTimeout(timer);
    const { state, next_check_at: nextCheckAt } = records.value() ?? {};
    if ((state !== 'pending' && state !== 'degraded') || typeof nextCheckAt !== 'string') return;
    const untilCheckMs = new Date(nextCheckAt).getTime() - Date.now();
    timer = setTimeout(reload, Math.max(shortestWaitMs, untilCheckMs + afterCheckMs));
  });
  inject(DestroyRef).onDestroy(() => clearTimeout(timer));
}

/** A domain as it will be. What a catch-all becomes is the business of its form. */
function changed(domain: Domain, { catch_all: _catchAll, ...change }: DomainChange): Domain {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...domain, ...(Object.fromEntries(given) as Partial<Domain>) };
}
