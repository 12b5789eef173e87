import { computed, inject, Injectable } from '@angular/core';
import { Live } from './live.ts';
import { loading } from './loading.ts';
import { Session } from './session.ts';

/** How many messages wait in quarantine; it follows what happens. */
@Injectable({ providedIn: 'root' })
export class HeldCount {
  readonly #session = inject(Session);
  readonly #loaded = loading('countQuarantine', () =>
    this.#session.account() !== undefined && this.#session.can('messages:read') ? {} : undefined,
  );

  /** Undefined: not known yet. */
  readonly count = computed(() => this.#loaded.value()?.count);

  /** How many by reason; counting ends at 10,000 in all. */
  readonly byReason = computed(() => this.#loaded.value()?.by_reason ?? []);

  constructor() {
    inject(Live).onAny(['delivery.held', 'delivery.released', 'delivery.discarded', 'message.accepted'], () =>
      this.#loaded.reload(),
    );
  }

  /** Something was decided here. */
  refresh(): void {
    this.#loaded.reload();
  }
}
