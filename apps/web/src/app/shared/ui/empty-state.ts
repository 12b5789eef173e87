import { Component, input } from '@angular/core';
import { Inbox, type IconNode } from 'lucide';
import { Icon } from './icon.ts';

/** Where there is nothing: a line drawing, one sentence, one action (projected). */
@Component({
  selector: 'app-empty-state',
  imports: [Icon],
  host: { class: 'grid justify-items-center gap-3 px-6 py-14 text-center' },
  template: `<span class="grid h-14 w-14 place-content-center rounded-2xl bg-accent-soft text-accent-text"
      ><app-icon [of]="icon()" [size]="26"
    /></span>
    <p class="m-0 text-base font-semibold">{{ title() }}</p>
    @if (text() !== '') {
      <p class="m-0 max-w-[46ch] text-muted">{{ text() }}</p>
    }
    <div class="mt-1 flex flex-wrap justify-center gap-2 empty:hidden"><ng-content /></div>`,
})
export class EmptyState {
  readonly title = input.required<string>();
  readonly text = input('');
  readonly icon = input<IconNode>(Inbox);
}
