import { Component, computed, inject, input, output } from '@angular/core';
import { CloudOff, TriangleAlert } from 'lucide';
import { FailureWords } from '../data/failure-words.ts';
import type { Failure } from '../data/failure.ts';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** What could not be loaded: why, the code, and a button to try again, where that may help. */
@Component({
  selector: 'app-failure',
  imports: [Icon],
  host: { class: 'grid justify-items-center gap-3 px-6 py-12 text-center', role: 'alert' },
  template: `<span class="grid h-14 w-14 place-content-center rounded-2xl bg-red-soft text-red"
      ><app-icon [of]="of().kind === 'problem' ? warning : cloudOff" [size]="26"
    /></span>
    <p class="m-0 max-w-[52ch] text-base font-semibold">{{ sentence() }}</p>
    @if (detail(); as detail) {
      <p class="m-0 max-w-[60ch] text-muted" lang="en">{{ detail }}</p>
    }
    @if (of().code; as code) {
      <p class="m-0 text-[13px] text-muted">
        <code>{{ code }}</code>
        @if (of().requestId; as id) {
          · <code>{{ id }}</code>
        }
      </p>
    }
    @if (!of().isMissing) {
      <button type="button" class="btn" (click)="retry.emit()">{{ t('action.retry') }}</button>
    }`,
})
export class FailurePanel {
  readonly of = input.required<Failure>();
  readonly retry = output();
  protected readonly t = inject(Words).t;
  readonly #words = inject(FailureWords);
  protected readonly sentence = computed(() =>
    this.of().isMissing ? this.t('errors.not_found') : this.#words.sentence(this.of()),
  );
  protected readonly detail = computed(() =>
    this.of().isMissing ? undefined : this.#words.detail(this.of()),
  );
  protected readonly warning = TriangleAlert;
  protected readonly cloudOff = CloudOff;
}
