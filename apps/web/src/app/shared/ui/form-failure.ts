import { Component, computed, inject, input } from '@angular/core';
import { TriangleAlert } from 'lucide';
import { FailureWords } from '../data/failure-words.ts';
import type { Failure } from '../data/failure.ts';
import { Icon } from './icon.ts';

/** Why a form was not taken, above its buttons. The fields keep what was typed. */
@Component({
  selector: 'app-form-failure',
  imports: [Icon],
  host: { class: 'block empty:hidden' },
  template: `@if (of(); as failure) {
    <div class="callout danger" role="alert">
      <app-icon [of]="warning" class="mt-px text-red" />
      <div class="min-w-0">
        <p class="m-0">{{ sentence() }}</p>
        @if (detail(); as detail) {
          <p class="m-0 text-[13px] text-muted" lang="en">{{ detail }}</p>
        }
      </div>
    </div>
  }`,
})
export class FormFailure {
  readonly of = input.required<Failure | undefined>();
  readonly #words = inject(FailureWords);
  protected readonly sentence = computed(() => {
    const failure = this.of();
    return failure === undefined ? '' : this.#words.sentence(failure);
  });
  protected readonly detail = computed(() => {
    const failure = this.of();
    return failure === undefined ? undefined : this.#words.detail(failure);
  });
  protected readonly warning = TriangleAlert;
}
