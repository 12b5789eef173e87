import { Component, inject, input, output } from '@angular/core';
import type { EventType } from '@smtpy/contract/web';
import { Words } from '../../../shared/util/words.ts';
import { eventGroups } from '../util/event-groups.ts';

/** Which types of events are wanted, by what they are about. */
@Component({
  selector: 'app-event-choice',
  host: { class: 'grid gap-4 rounded-lg border border-line p-4' },
  template: `@for (group of groups; track group.name) {
    <fieldset class="m-0 grid gap-1.5 border-0 p-0">
      <legend class="mb-1.5 p-0 font-medium">{{ t('developers.event_group.' + group.name) }}</legend>
      <div class="grid gap-x-4 gap-y-1.5 sm:grid-cols-2">
        @for (type of group.types; track type) {
          <label class="check">
            <input type="checkbox" [checked]="chosen().has(type)" (change)="toggled.emit(type)" />
            <span class="min-w-0"
              >{{ t('developers.event.' + type) }} <code class="block text-muted">{{ type }}</code></span
            >
          </label>
        }
      </div>
    </fieldset>
  }`,
})
export class EventChoice {
  readonly chosen = input.required<ReadonlySet<EventType>>();
  readonly toggled = output<EventType>();
  protected readonly t = inject(Words).t;
  protected readonly groups = eventGroups;
}
