import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Sender } from '../../../shared/ui/sender.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { shownAddress } from '../../../shared/util/shown-sender.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Held } from '../util/held.ts';

/** A message of the quarantine in the list. */
@Component({
  // A row of a list has to be one.
  // eslint-disable-next-line @angular-eslint/component-selector -- attribute of li, else the list is none
  selector: 'li[app-held-row]',
  imports: [RouterLink, Sender, TimeAgo],
  host: { class: 'row relative flex gap-3 px-4 py-3 text-[13px] leading-5', '[class.open]': 'isOpen()' },
  template: `@if (isSelectable()) {
      <input
        type="checkbox"
        class="box relative z-[2] mt-px"
        [attr.aria-label]="t('list.select', { what: subject() })"
        [checked]="isChosen()"
        (change)="toggled.emit()"
      />
    }
    <div class="min-w-0 flex-1">
      <div class="flex items-baseline gap-3">
        <a
          class="min-w-0 flex-1 truncate font-medium text-text no-underline after:absolute after:inset-0 after:z-[1]"
          queryParamsHandling="preserve"
          [class.text-muted]="!hasSubject()"
          [attr.aria-current]="isOpen() ? 'true' : null"
          [routerLink]="['/quarantine', of().id]"
          >{{ subject() }}</a
        >
        <app-time-ago class="text-[13px] text-muted" [of]="of().received_at" />
      </div>
      <app-sender class="mt-0.5 text-muted" [of]="sender()" />
      <div class="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1">
        <span class="chip violet">{{ t('held.' + of().reason) }}</span>
        <span class="mono min-w-0 truncate text-[13px] text-muted" [title]="of().alias.address">{{
          of().alias.address
        }}</span>
      </div>
    </div>`,
  styles: `
    :host(:hover) {
      background: var(--hover);
    }
    :host(.open) {
      background: var(--accent-soft);
      box-shadow: inset 3px 0 0 var(--accent);
    }
  `,
})
export class HeldRow {
  readonly of = input.required<Held>();
  readonly isOpen = input(false);
  readonly isSelectable = input(false);
  readonly isChosen = input(false);
  /** Its box was clicked. */
  readonly toggled = output();
  protected readonly t = inject(Words).t;
  protected readonly sender = computed(() => shownAddress(this.of().header_from ?? this.of().mail_from));
  protected readonly hasSubject = computed(() => (this.of().subject ?? '') !== '');
  protected readonly subject = computed(() =>
    this.hasSubject() ? (this.of().subject ?? '') : this.t('quarantine.no_subject'),
  );
}
