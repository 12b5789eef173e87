import { inject, Injectable } from '@angular/core';
import { ToastList } from './shared/util/toast-list.ts';
import { Words } from './shared/util/words.ts';

/** How often a page that stays open asks for a new version, milliseconds. */
const checkEveryMs = 3_600_000;

/** Registers the service worker, and says when it has a new version of the application. */
@Injectable({ providedIn: 'root' })
export class NewVersion {
  readonly #toasts = inject(ToastList);
  readonly #t = inject(Words).t;

  /** To be called after the page was loaded; where the browser has no service workers or refuses, nothing happens. */
  async start(): Promise<void> {
    if (!('serviceWorker' in navigator)) return;
    try {
      const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
      if (registration.waiting !== null) this.#offer(registration.waiting);
      registration.addEventListener('updatefound', () => this.#watch(registration.installing));
      setInterval(() => void registration.update().catch(() => undefined), checkEveryMs);
    } catch {
      // Expected: private windows, blocked storage, no network. The application works without.
    }
  }

  #watch(worker: ServiceWorker | null): void {
    worker?.addEventListener('statechange', () => {
      // The very first version replaces nothing.
      if (worker.state === 'installed' && navigator.serviceWorker.controller !== null) this.#offer(worker);
    });
  }

  #offer(worker: ServiceWorker): void {
    this.#toasts.offer(this.#t('toast.new_version'), {
      label: this.#t('toast.reload'),
      run: () => {
        navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
        worker.postMessage('take-over');
      },
    });
  }
}
