import { Component, input } from '@angular/core';

/** A part of the settings: what it is about on the left, the controls in a card, and its buttons (`[foot]`) below them. */
@Component({
  selector: 'app-settings-section',
  host: { class: 'grid gap-x-8 gap-y-3 lg:grid-cols-[260px_minmax(0,1fr)]' },
  template: `<div>
      <h2 class="m-0">{{ title() }}</h2>
      @if (text() !== '') {
        <p class="m-0 mt-1 text-[13px] text-muted">{{ text() }}</p>
      }
    </div>
    <div class="card overflow-clip">
      <div class="grid gap-5 p-4 md:p-5"><ng-content /></div>
      <div
        class="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3 empty:hidden md:px-5"
      >
        <ng-content select="[foot]" />
      </div>
    </div>`,
})
export class SettingsSection {
  readonly title = input.required<string>();
  readonly text = input('');
}
