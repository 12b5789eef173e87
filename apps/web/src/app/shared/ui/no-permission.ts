import { Component, computed, inject } from '@angular/core';
import { Lock } from 'lucide';
import { Session } from '../data/session.ts';
import { Words } from '../util/words.ts';
import { EmptyState } from './empty-state.ts';

/** In place of a page that the role in the organization does not allow: which role this is, and who can change it. */
@Component({
  selector: 'app-no-permission',
  imports: [EmptyState],
  host: { class: 'block' },
  template: `<app-empty-state [icon]="lock" [title]="t('page.no_permission.title')" [text]="text()" />`,
})
export class NoPermission {
  protected readonly t = inject(Words).t;
  readonly #session = inject(Session);
  protected readonly lock = Lock;
  protected readonly text = computed(() => {
    const organization = this.#session.organization();
    if (organization === undefined) return '';
    const name = organization.is_personal ? this.t('nav.personal') : organization.name;
    return this.t('page.no_permission.text', {
      organization: name,
      role: this.t(`role.${organization.role}`),
    });
  });
}
