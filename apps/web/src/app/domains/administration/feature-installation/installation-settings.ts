import { Component } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { InstallationForm } from './installation-form.ts';

/** What the operator sets while the program runs. */
@Component({
  selector: 'app-installation-settings',
  imports: [FailurePanel, InstallationForm, Skeleton],
  host: { class: 'block pt-2' },
  template: `@if (settings.value(); as value) {
      <app-installation-form [of]="value" (changed)="settings.put($event)" />
    } @else if (settings.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="settings.reload()" />
    } @else {
      <app-skeleton [height]="360" />
    }`,
})
export class InstallationSettings {
  protected readonly settings = loading('getSettings', () => ({}), { isPersonal: true });
}
