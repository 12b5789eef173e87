import { Component, computed, inject, signal } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Keyboard, MousePointerClick, ShieldCheck } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { Words } from '../../../shared/util/words.ts';
import { QuarantineStore } from '../data/quarantine-store.ts';
import { HeldBulk } from '../ui/held-bulk.ts';
import { HeldRow } from '../ui/held-row.ts';
import { KeyHints } from '../ui/key-hints.ts';
import { ReasonFilter } from '../ui/reason-filter.ts';
import { shortcutOf } from '../util/shortcuts.ts';

/** Mail that waits for a person to decide. */
@Component({
  selector: 'app-quarantine-page',
  imports: [
    EmptyState,
    HeldBulk,
    HeldRow,
    Icon,
    KeyHints,
    ListFrame,
    PageHeader,
    ReasonFilter,
    RouterOutlet,
    SearchField,
  ],
  providers: [QuarantineStore],
  host: { class: 'page', '(document:keydown)': 'press($event)' },
  template: `<div class="grid min-w-0 grid-cols-1 gap-4" [class.max-lg:hidden]="isPanelOpen()">
      <app-page-header [title]="t('quarantine.title')" [text]="t('quarantine.text')">
        <button
          type="button"
          class="btn icon max-lg:hidden"
          aria-controls="quarantine-keys"
          [attr.aria-expanded]="showsKeys()"
          [attr.aria-label]="t('quarantine.keys.title')"
          [title]="t('quarantine.keys.title')"
          (click)="showsKeys.set(!showsKeys())"
        >
          <app-icon [of]="keyboard" />
        </button>
      </app-page-header>
      <div id="quarantine-keys" class="empty:hidden">
        @if (showsKeys()) {
          <app-key-hints />
        }
      </div>
      <div class="flex flex-wrap items-center gap-2">
        <app-search-field
          class="min-w-[200px] flex-1 basis-[220px] lg:max-w-[360px]"
          [label]="t('quarantine.search')"
          [value]="store.query.values().search"
          (searched)="store.query.set({ search: $event }, 'replace')"
        />
        <app-reason-filter
          [value]="store.query.values().reason"
          (chosen)="store.query.set({ reason: $event })"
        />
      </div>
    </div>
    <div
      class="split grid grid-cols-1 items-start gap-5"
      [class.is-split]="store.rows().length > 0 || isPanelOpen()"
    >
      <div class="grid min-w-0 grid-cols-1 gap-4" [class.max-lg:hidden]="isPanelOpen()">
        <app-list-frame
          [list]="store.list"
          [isFiltered]="isFiltered()"
          [rowHeight]="88"
          [skeletonRows]="6"
          (cleared)="clearFilters()"
        >
          <app-empty-state
            empty
            [icon]="shield"
            [title]="t('quarantine.empty.title')"
            [text]="t('quarantine.empty.text')"
          />
          <ul class="rows m-0 list-none p-0">
            @for (held of store.rows(); track held.id) {
              <li
                app-held-row
                [of]="held"
                [isOpen]="store.openId() === held.id"
                [isSelectable]="canWrite()"
                [isChosen]="store.selection.has(held.id)"
                (toggled)="store.selection.toggle(held.id)"
              ></li>
            }
          </ul>
        </app-list-frame>
        <app-held-bulk
          [selection]="store.selection"
          [shown]="store.rows().length"
          [isBusy]="store.isBusy()"
          (chosen)="store.decideChosen($event)"
        />
      </div>
      <div class="min-w-0" [class.max-lg:hidden]="!isPanelOpen()">
        <router-outlet (activate)="isPanelOpen.set(true)" (deactivate)="isPanelOpen.set(false)" />
        @if (!isPanelOpen() && store.rows().length > 0) {
          <div class="card hint grid">
            <app-empty-state
              [icon]="pointer"
              [title]="t('quarantine.choose.title')"
              [text]="t('quarantine.choose.text')"
            />
          </div>
        }
      </div>
    </div>`,
  styles: `
    @media (min-width: 1024px) {
      .split.is-split {
        grid-template-columns: minmax(320px, 400px) minmax(0, 1fr);
      }
      .hint {
        min-height: 280px;
        align-content: center;
        border-style: dashed;
        background: none;
      }
    }
  `,
})
export class QuarantinePage {
  protected readonly t = inject(Words).t;
  protected readonly store = inject(QuarantineStore);
  readonly #session = inject(Session);
  protected readonly keyboard = Keyboard;
  protected readonly pointer = MousePointerClick;
  protected readonly shield = ShieldCheck;
  protected readonly isPanelOpen = signal(false);
  protected readonly showsKeys = signal(false);
  protected readonly canWrite = computed(() => this.#session.can('messages:write'));
  protected readonly isFiltered = computed(() =>
    Object.values(this.store.query.values()).some((value) => value !== ''),
  );

  protected clearFilters(): void {
    this.store.query.set({ reason: '', search: '', alias_id: '', mailbox_id: '' });
  }

  protected press(event: KeyboardEvent): void {
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    const { key, ctrlKey, metaKey, altKey } = event;
    const isTyped = target instanceof HTMLInputElement && target.type !== 'checkbox';
    const shortcut = shortcutOf({
      key,
      ctrlKey,
      metaKey,
      altKey,
      element: target?.localName ?? '',
      isEditable: isTyped || target?.isContentEditable === true,
    });
    // Dialogs and menus have keys of their own.
    if (
      shortcut === undefined ||
      event.defaultPrevented ||
      document.querySelector('.cdk-overlay-container .dialog, .cdk-overlay-container .menu') !== null
    )
      return;
    const held = this.store.find(this.store.openId() ?? '');
    switch (shortcut) {
      case 'next':
        this.store.step(1);
        return;
      case 'previous':
        this.store.step(-1);
        return;
      case 'help':
        this.showsKeys.update((shows) => !shows);
        return;
      case 'close':
        if (this.isPanelOpen()) this.store.close();
        return;
      case 'release':
        if (held !== undefined && this.canWrite()) void this.store.release(held);
        return;
      case 'delete':
        if (held !== undefined && this.canWrite()) void this.store.delete(held);
        return;
    }
  }
}
