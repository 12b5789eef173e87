import { Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { X } from 'lucide';
import { loadingOf } from '../../../shared/data/loading.ts';
import { Finder } from '../../../shared/ui/finder.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { Subjects } from '../data/subjects.ts';
import type { Subject } from '../util/subject.ts';

const waitMs = 150;

/** Chooses a domain, an alias or a mailbox. */
@Component({
  selector: 'app-subject-dialog',
  imports: [Finder, Icon],
  template: `<div class="dialog !grid-rows-[minmax(0,1fr)] md:h-[480px]">
    <h2 class="sr-only" [id]="ref.id + '-title'">{{ t('statistics.subject.choose') }}</h2>
    <app-finder
      [label]="t('statistics.subject.search')"
      [groups]="groups()"
      [none]="t(found.failure() ? 'errors.unreachable' : 'filter.none')"
      [isBusy]="found.isLoading()"
      (typed)="type($event)"
      (chosen)="ref.close($event.subject)"
    >
      <button
        end
        type="button"
        class="btn plain icon small mr-3"
        [attr.aria-label]="t('action.close')"
        (click)="ref.close()"
      >
        <app-icon [of]="cross" />
      </button>
    </app-finder>
  </div>`,
})
export class SubjectDialog {
  protected readonly t = inject(Words).t;
  protected readonly ref = inject<DialogRef<Subject>>(DialogRef);
  readonly #subjects = inject(Subjects);
  readonly #text = signal('');
  #timer: ReturnType<typeof setTimeout> | undefined;
  protected readonly cross = X;
  protected readonly found = loadingOf(
    () => ({ text: this.#text() }),
    ({ text }, abort) => this.#subjects.find(text, abort),
  );
  protected readonly groups = computed(() =>
    (this.found.value() ?? []).map((group) => ({
      ...group,
      title: this.t(`statistics.subject.${group.id}`),
    })),
  );

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  protected type(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#text.set(text.trim()), waitMs);
  }
}
