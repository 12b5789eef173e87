import { Component, inject, input } from '@angular/core';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Words } from '../../../shared/util/words.ts';

/** What of a user is worth a mark: suspended, not confirmed, administrator, second factor. */
@Component({
  selector: 'app-user-marks',
  imports: [StateChip],
  host: { class: 'inline-flex flex-wrap gap-1.5' },
  template: `@if (of().suspended_at) {
      <app-state-chip of="suspended" />
    } @else if (!of().is_email_verified) {
      <app-state-chip of="unconfirmed" />
    } @else {
      <app-state-chip of="active" />
    }
    @if (of().is_administrator) {
      <span class="chip blue">{{ t('administration.users.administrator') }}</span>
    }
    @if (of().is_two_factor_enabled) {
      <span class="chip">{{ t('administration.users.two_factor') }}</span>
    }`,
})
export class UserMarks {
  readonly of = input.required<{
    readonly suspended_at: string | null;
    readonly is_email_verified: boolean;
    readonly is_administrator: boolean;
    readonly is_two_factor_enabled: boolean;
  }>();
  protected readonly t = inject(Words).t;
}
