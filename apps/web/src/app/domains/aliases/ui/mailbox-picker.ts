import { Component, computed, inject, input, model, signal } from '@angular/core';
import { maxAliasMailboxes } from '@smtpy/contract/web';
import { loading } from '../../../shared/data/loading.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Words } from '../../../shared/util/words.ts';
import type { MailboxOfAlias } from '../util/alias.ts';

/** From this many mailboxes on there is a search. */
const manyMailboxes = 8;

/** Confirmed mailboxes to choose from: a short list, with a search where there are many. */
@Component({
  selector: 'app-mailbox-picker',
  imports: [SearchField, Skeleton],
  host: { class: 'grid gap-2', role: 'group' },
  template: `@if (hasSearch()) {
      <app-search-field
        [label]="t('aliases.mailboxes.search')"
        [value]="search()"
        (searched)="search.set($event)"
      />
    }
    @if (found.value() === undefined) {
      @if (found.failure() !== undefined) {
        <p class="m-0 text-red" role="alert">
          {{ t('aliases.mailboxes.failed') }}
          <button type="button" class="link" (click)="found.reload()">{{ t('action.retry') }}</button>
        </p>
      } @else {
        <app-skeleton [height]="28" />
      }
    } @else {
      <div class="grid max-h-60 gap-1 overflow-auto">
        @for (mailbox of shown(); track mailbox.id) {
          <label class="check items-center py-1">
            <input
              type="checkbox"
              class="!m-0"
              [checked]="isChosen(mailbox.id)"
              [disabled]="isDisabled() || (!isChosen(mailbox.id) && value().length >= max)"
              (change)="toggle(mailbox)"
            /><span class="mono min-w-0 break-all">{{ mailbox.address }}</span>
          </label>
        } @empty {
          <p class="m-0 text-muted">
            {{ t(search() === '' ? 'aliases.mailboxes.none' : 'filter.none') }}
          </p>
        }
      </div>
    }`,
})
export class MailboxPicker {
  /** Those that are chosen. */
  readonly value = model.required<readonly MailboxOfAlias[]>();
  readonly isDisabled = input(false);
  protected readonly t = inject(Words).t;
  protected readonly max = maxAliasMailboxes;
  protected readonly search = signal('');
  protected readonly found = loading('listMailboxes', () => ({
    query: {
      state: 'confirmed' as const,
      sort: 'address' as const,
      limit: 50,
      ...(this.search() !== '' && { search: this.search() }),
    },
  }));
  protected readonly hasSearch = computed(
    () => this.search() !== '' || (this.found.value()?.items.length ?? 0) > manyMailboxes,
  );
  /** Those that are chosen stand among the others where these are shown, and above them where not. */
  protected readonly shown = computed(() => {
    const found = this.found.value()?.items ?? [];
    const others = this.value().filter(({ id }) => !found.some((mailbox) => mailbox.id === id));
    return [...others, ...found.map(({ id, address }) => ({ id, address }))];
  });

  protected isChosen(id: string): boolean {
    return this.value().some((mailbox) => mailbox.id === id);
  }

  protected toggle(mailbox: MailboxOfAlias): void {
    this.value.set(
      this.isChosen(mailbox.id)
        ? this.value().filter(({ id }) => id !== mailbox.id)
        : [...this.value(), mailbox],
    );
  }
}
