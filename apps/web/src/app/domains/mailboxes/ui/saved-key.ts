import { Component, computed, inject, input } from '@angular/core';
import { CircleCheck, TriangleAlert } from 'lucide';
import type { Answer } from '@smtpy/contract/web';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { groupFingerprint } from '../util/mailbox-state.ts';

/** The key that a mailbox has been given, to be compared. */
@Component({
  selector: 'app-saved-key',
  imports: [Icon],
  host: { class: 'grid gap-4' },
  template: `<div class="callout success" role="status">
      <app-icon [of]="check" class="mt-px text-green" />
      <p class="m-0">
        {{ t('mailboxes.give.saved', { address: address() }) }}
        @if (of().released > 0) {
          {{ tn('mailboxes.give.released', of().released) }}
        }
      </p>
    </div>
    @if (of().warning !== null) {
      <div class="callout warning" role="alert">
        <app-icon [of]="warning" class="mt-px text-amber" />
        <p class="m-0">{{ t('mailboxes.give.other_address', { address: address() }) }}</p>
      </div>
    }
    <div class="grid gap-1">
      <p class="m-0 font-medium">{{ t('mailboxes.give.compare') }}</p>
      <p class="mono m-0 rounded-lg bg-sunken px-4 py-3 text-[14px] leading-6">{{ fingerprint() }}</p>
    </div>`,
})
export class SavedKey {
  readonly of = input.required<Answer<'putMailboxKey'>>();
  readonly address = input.required<string>();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly check = CircleCheck;
  protected readonly warning = TriangleAlert;
  protected readonly fingerprint = computed(() => groupFingerprint(this.of().key.fingerprint));
}
