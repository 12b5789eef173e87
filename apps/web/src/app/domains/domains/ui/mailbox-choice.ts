import { Component, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CircleAlert } from 'lucide';
import { loading } from '../../../shared/data/loading.ts';
import { Address } from '../../../shared/ui/address.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Words } from '../../../shared/util/words.ts';

/** So many fit without a search. */
const shownAtOnce = 8;
/** The most that are listed; a search finds the others. */
const mostListed = 50;

/** Some of the confirmed mailboxes. */
@Component({
  selector: 'app-mailbox-choice',
  imports: [Address, Icon, RouterLink, SearchField, Skeleton],
  host: { class: 'grid gap-2', role: 'group', '[attr.aria-label]': "t('domains.catch_all.mailboxes')" },
  template: `<span class="label">{{ t('domains.catch_all.mailboxes') }}</span>
    @if (hasSearch()) {
      <app-search-field
        class="max-w-[340px]"
        [label]="t('domains.catch_all.search')"
        (searched)="search.set($event)"
      />
    }
    @if (mailboxes.value() === undefined && mailboxes.failure() === undefined) {
      <app-skeleton class="max-w-[340px]" [height]="60" />
    } @else if (addresses().length === 0) {
      <p class="m-0 text-muted">
        @if (search() === '') {
          {{ t('domains.catch_all.no_mailboxes') }}
          <a routerLink="/mailboxes">{{ t('domains.catch_all.to_mailboxes') }}</a>
        } @else {
          {{ t('filter.none') }}
        }
      </p>
    } @else {
      <div class="grid max-h-[260px] gap-2 overflow-auto p-0.5">
        @for (address of addresses(); track address) {
          <label class="check">
            <input
              type="checkbox"
              [checked]="chosen().includes(address)"
              (change)="toggle(address)"
            /><app-address class="pt-0.5" [of]="address" />
          </label>
        }
      </div>
    }
    @if (fault(); as fault) {
      <span class="flex items-start gap-1.5 text-[13px] text-red" role="alert"
        ><app-icon [of]="alert" [size]="15" class="mt-0.5" />{{ fault }}</span
      >
    }`,
})
export class MailboxChoice {
  /** Their addresses. */
  readonly chosen = input.required<readonly string[]>();
  /** What is wrong, in words. */
  readonly fault = input<string | undefined>();
  readonly changed = output<readonly string[]>();
  protected readonly t = inject(Words).t;
  protected readonly alert = CircleAlert;
  protected readonly search = signal('');
  protected readonly mailboxes = loading('listMailboxes', () => ({
    query: {
      state: 'confirmed',
      sort: 'address',
      limit: mostListed,
      search: this.search().slice(0, 100) || undefined,
    },
  }));
  protected readonly hasSearch = computed(
    () => this.search() !== '' || (this.mailboxes.value()?.items.length ?? 0) > shownAtOnce,
  );
  /** What was chosen stays in the list, whatever is searched for. */
  protected readonly addresses = computed(() => {
    const found = (this.mailboxes.value()?.items ?? []).map(({ address }) => address);
    return [...new Set([...this.chosen(), ...found])].toSorted((one, other) => one.localeCompare(other));
  });

  protected toggle(address: string): void {
    const rest = this.chosen().filter((each) => each !== address);
    this.changed.emit(rest.length === this.chosen().length ? [...rest, address].toSorted() : rest);
  }
}
