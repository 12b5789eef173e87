import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Users } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** The domains of the operator on which everybody may make aliases. */
@Component({
  selector: 'app-shared-domains',
  imports: [Icon, RouterLink],
  host: { class: 'card padded flex flex-wrap items-center justify-between gap-x-6 gap-y-3' },
  template: `<div class="flex min-w-0 flex-1 basis-[300px] gap-3">
      <app-icon [of]="users" class="mt-0.5 text-muted" />
      <div class="min-w-0">
        <h2 class="m-0 text-[14px]">{{ t('domains.shared.title') }}</h2>
        <p class="m-0 mt-0.5 text-muted">{{ t('domains.shared.text') }}</p>
        <ul class="m-0 mt-2 flex list-none flex-wrap gap-1.5 p-0">
          @for (name of names(); track name) {
            <li class="tag mono">{{ name }}</li>
          }
        </ul>
      </div>
    </div>
    @if (mayMake()) {
      <a class="btn" routerLink="/aliases" [queryParams]="{ new: 1 }">{{ t('action.create_alias') }}</a>
    }`,
})
export class SharedDomains {
  readonly names = input.required<readonly string[]>();
  readonly mayMake = input(false);
  protected readonly t = inject(Words).t;
  protected readonly users = Users;
}
