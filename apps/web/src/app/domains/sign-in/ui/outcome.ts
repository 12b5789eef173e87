import { Component, computed, input } from '@angular/core';
import { CircleCheck, CircleSlash, Unlink } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';

/** How what a link is for ended, in a sentence; what to do next is projected. */
@Component({
  selector: 'app-outcome',
  imports: [Icon],
  host: { class: 'grid gap-5', role: 'status' },
  template: `<p class="m-0 flex items-start gap-3">
      <app-icon [of]="icon()" [size]="20" class="mt-px {{ colour() }}" /><span>{{ text() }}</span>
    </p>
    <div class="grid gap-3 empty:hidden"><ng-content /></div>`,
})
export class Outcome {
  readonly kind = input.required<'done' | 'ended' | 'link_invalid'>();
  readonly text = input.required<string>();
  protected readonly icon = computed(
    () => ({ done: CircleCheck, ended: CircleSlash, link_invalid: Unlink })[this.kind()],
  );
  protected readonly colour = computed(
    () => ({ done: 'text-green', ended: 'text-muted', link_invalid: 'text-red' })[this.kind()],
  );
}
