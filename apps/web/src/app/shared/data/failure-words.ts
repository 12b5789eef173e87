import { inject, Injectable } from '@angular/core';
import { Words } from '../util/words.ts';
import type { Failure } from './failure.ts';

/** Turns failures into words, in the language of the pages: the one table of them is `errors` in the words. */
@Injectable({ providedIn: 'root' })
export class FailureWords {
  readonly #words = inject(Words);

  /** What happened and what to do, in one or two sentences. */
  sentence(failure: Failure): string {
    const { t } = this.#words;
    if (failure.kind !== 'problem') return t(`errors.${failure.kind}`);
    if (failure.code === undefined) return t('errors.internal_error');
    if (failure.code === 'rate_limited' && failure.retryAfterSeconds !== undefined)
      return this.#words.tn('errors.rate_limited_for', failure.retryAfterSeconds);
    return this.#words.t(`errors.${failure.code}`);
  }

  /**
   * What the server says of this very case, where it says more than the sentence does. It is in English, so pages mark it as such; undefined
   * where there is nothing more.
   */
  detail(failure: Failure): string | undefined {
    if (failure.kind !== 'problem') return undefined;
    return failure.faults[0]?.message ?? failure.detail;
  }
}
