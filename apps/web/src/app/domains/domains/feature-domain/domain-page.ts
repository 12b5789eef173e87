import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { LoaderCircle, RefreshCw } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { createDomainView } from '../data/domain-view.ts';
import { DomainNotice } from '../ui/domain-notice.ts';
import { KeysTab } from './keys-tab.ts';
import { RecordsTab } from './records-tab.ts';
import { SettingsTab } from './settings-tab.ts';

const tabs = ['records', 'keys', 'settings'] as const;

/** One domain: its records, its signing keys, and what happens to mail for it. */
@Component({
  selector: 'app-domain-page',
  imports: [
    DomainNotice,
    FailurePanel,
    Icon,
    KeysTab,
    PageHeader,
    RecordsTab,
    RouterLink,
    SettingsTab,
    Skeleton,
    StateChip,
  ],
  template: `<div class="page">
    @if (view.domain.value(); as domain) {
      <app-page-header
        [title]="domain.unicode_name"
        [text]="domain.unicode_name === domain.name ? '' : domain.name"
        [back]="{ path: '/domains', label: t('domains.title') }"
      >
        <app-state-chip beside class="align-[3px] tracking-normal" [of]="domain.state" />
        @if (mayChange() && domain.state !== 'suspended') {
          <button
            type="button"
            class="btn"
            [class.primary]="domain.state === 'pending' || domain.state === 'degraded'"
            [disabled]="view.isChecking()"
            (click)="view.check()"
          >
            <app-icon
              [of]="view.isChecking() ? spinner : refresh"
              [class.animate-spin]="view.isChecking()"
            />{{ t(view.isChecking() ? 'domains.checking' : 'domains.check') }}
          </button>
        }
      </app-page-header>
      <app-domain-notice [of]="domain" />
      <nav class="tabs" [attr.aria-label]="t('domains.tabs')">
        @for (each of tabs; track each) {
          <a
            [routerLink]="[]"
            [queryParams]="each === 'records' ? {} : { tab: each }"
            [attr.aria-current]="tab() === each ? 'page' : null"
            >{{ t('domains.tab.' + each) }}</a
          >
        }
      </nav>
      @switch (tab()) {
        @case ('records') {
          <app-records-tab [view]="view" [domain]="domain" [mayChange]="mayChange()" />
        }
        @case ('keys') {
          <app-keys-tab [view]="view" [domain]="domain" [mayChange]="mayChange()" />
        }
        @case ('settings') {
          <app-settings-tab [view]="view" [domain]="domain" [mayChange]="mayChange()" />
        }
      }
    } @else if (view.domain.failure(); as failure) {
      <app-page-header [title]="t('domains.one')" [back]="{ path: '/domains', label: t('domains.title') }" />
      <app-failure class="card" [of]="failure" (retry)="view.reload()" />
    } @else {
      <app-skeleton [height]="36" class="max-w-[420px]" />
      <app-skeleton [height]="320" />
    }
  </div>`,
})
export class DomainPage {
  /** From the address. */
  readonly id = input.required<string>();
  readonly #session = inject(Session);
  readonly #query = urlQuery('tab');
  protected readonly t = inject(Words).t;
  protected readonly spinner = LoaderCircle;
  protected readonly refresh = RefreshCw;
  protected readonly tabs = tabs;
  protected readonly view = createDomainView(this.id);
  protected readonly mayChange = computed(() => this.#session.can('domains:write'));
  protected readonly tab = computed(() => tabs.find((tab) => tab === this.#query.values().tab) ?? 'records');

  constructor() {
    pageTitle(() => this.view.domain.value()?.unicode_name);
  }
}
