import { computed, inject, Injectable, signal } from '@angular/core';
import { FailureWords } from '../data/failure-words.ts';
import { toFailure } from '../data/failure.ts';
import { Session } from '../data/session.ts';

/** One toast. */
export interface Toast {
  readonly id: number;
  readonly kind: 'done' | 'failed';
  readonly text: string;
  /** What can be done about it, such as undoing. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Whose data it speaks of; undefined: nobody's. */
  readonly scope: string | undefined;
}

/** Long enough to read a sentence and to reach for the button. */
const shownMs = 6_000;
const shownWithActionMs = 10_000;
const mostAtOnce = 3;

/** Short words about what was done, with undo where it can be undone. */
@Injectable({ providedIn: 'root' })
export class ToastList {
  readonly #words = inject(FailureWords);
  readonly #scope = inject(Session).scope;
  readonly #toasts = signal<readonly Toast[]>([]);
  #nextId = 1;

  /** Without what could be undone in another person's place or organization: it is out of reach. What only tells is shown everywhere. */
  readonly toasts = computed(() =>
    this.#toasts().filter(({ scope }) => scope === undefined || scope === this.#scope()),
  );

  /** Something was done. */
  done(text: string, action?: Toast['action']): void {
    this.#show({ kind: 'done', text, action, scope: this.#scopeOf(action) });
  }

  /** Something can be done whenever it suits: stays until it is done or dismissed. */
  offer(text: string, action: NonNullable<Toast['action']>): void {
    this.#show({ kind: 'done', text, action, scope: undefined }, Number.POSITIVE_INFINITY);
  }

  /** Something failed: its words, and how to try once more where that may help. */
  failed(error: unknown, action?: Toast['action']): void {
    const text = this.#words.sentence(toFailure(error));
    this.#show({ kind: 'failed', text, action, scope: this.#scopeOf(action) });
  }

  act(toast: Toast): void {
    this.dismiss(toast.id);
    toast.action?.run();
  }

  dismiss(id: number): void {
    this.#toasts.update((toasts) => toasts.filter((toast) => toast.id !== id));
  }

  #scopeOf(action: Toast['action']): Toast['scope'] {
    return action === undefined ? undefined : this.#scope();
  }

  #show(
    toast: Omit<Toast, 'id'>,
    forMs: number = toast.action === undefined ? shownMs : shownWithActionMs,
  ): void {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#toasts.update((toasts) => [...toasts.slice(1 - mostAtOnce), { id, ...toast }]);
    if (Number.isFinite(forMs)) setTimeout(() => this.dismiss(id), forMs);
  }
}
