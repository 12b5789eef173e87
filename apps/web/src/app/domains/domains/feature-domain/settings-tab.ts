import { Component, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../../shared/data/api.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain, DomainView } from '../data/domain-view.ts';
import { CatchAll } from '../ui/catch-all.ts';
import { DefaultMode } from '../ui/default-mode.ts';

/** What happens to mail for a domain, and its removal. */
@Component({
  selector: 'app-settings-tab',
  imports: [CatchAll, DefaultMode],
  host: { class: 'grid max-w-[820px] gap-6' },
  template: `<app-catch-all [view]="view()" [domain]="domain()" [mayChange]="mayChange()" />
    <app-default-mode
      [of]="domain().default_mode"
      [isDisabled]="!mayChange()"
      (chosen)="changeMode($event)"
    />
    @if (mayChange()) {
      <section class="card padded grid gap-3 border-red-line" aria-labelledby="domain-danger">
        <h2 class="m-0" id="domain-danger">{{ t('domains.remove.title') }}</h2>
        <ul class="m-0 grid gap-1 pl-5 text-muted list-disc">
          <li>{{ t('domains.remove.refused') }}</li>
          <li>{{ t('domains.remove.trash') }}</li>
          <li>{{ t('domains.remove.under_way') }}</li>
          <li>{{ t('domains.remove.back') }}</li>
        </ul>
        @if (domain().state === 'suspended') {
          <p class="m-0 text-muted">{{ t('domains.remove.suspended') }}</p>
        } @else {
          <button type="button" class="btn danger justify-self-start" (click)="remove()">
            {{ t('domains.remove.action') }}
          </button>
        }
      </section>
    }`,
})
export class SettingsTab {
  readonly view = input.required<DomainView>();
  readonly domain = input.required<Domain>();
  readonly mayChange = input(false);
  readonly #api = inject(Api);
  readonly #dialogs = inject(Dialogs);
  readonly #router = inject(Router);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;

  protected async changeMode(mode: Domain['default_mode']): Promise<void> {
    const before = this.domain().default_mode;
    if (mode === before) return;
    const isTaken = await this.view().change({ default_mode: mode });
    if (!isTaken) return;
    this.#toasts.done(this.t('domains.mode.changed'), {
      label: this.t('action.undo'),
      run: () => void this.view().change({ default_mode: before }),
    });
  }

  protected async remove(): Promise<void> {
    const { id, name, unicode_name: unicodeName } = this.domain();
    const isSure = await this.#dialogs.ask({
      title: this.t('domains.remove.ask', { domain: unicodeName }),
      text: this.t('domains.remove.text'),
      action: this.t('domains.remove.action'),
      typed: unicodeName,
    });
    if (!isSure) return;
    try {
      await this.#api.call('deleteDomain', { params: { domain_id: id }, query: { confirm_name: name } });
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
      return;
    }
    this.#toasts.done(this.t('domains.remove.done', { domain: unicodeName }));
    await this.#router.navigateByUrl('/domains');
  }
}
