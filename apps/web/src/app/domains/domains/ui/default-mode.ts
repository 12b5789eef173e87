import { Component, inject, input, output } from '@angular/core';
import { ChoiceList } from '../../../shared/ui/choice-list.ts';
import { explainedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain } from '../data/domain-view.ts';

/** In which mode new aliases of a domain forward, each explained. */
@Component({
  selector: 'app-default-mode',
  imports: [ChoiceList],
  host: { class: 'card padded grid gap-4' },
  template: `<div class="grid gap-0.5">
      <h2 class="m-0">{{ t('domains.mode.title') }}</h2>
      <p class="prose m-0 text-muted">{{ t('domains.mode.text') }}</p>
    </div>
    <app-choice-list
      [label]="t('domains.mode.title')"
      [hidesLabel]="true"
      [choices]="modes()"
      [value]="of()"
      [isDisabled]="isDisabled()"
      (chosen)="chosen.emit($event)"
    />`,
})
export class DefaultMode {
  readonly of = input.required<Domain['default_mode']>();
  readonly isDisabled = input(false);
  readonly chosen = output<Domain['default_mode']>();
  protected readonly t = inject(Words).t;
  protected readonly modes = explainedChoices(['rewrite', 'preserve', 'adaptive'], (value) => ({
    label: `domains.mode.${value}`,
    text: `domains.mode.${value}_text`,
  }));
}
