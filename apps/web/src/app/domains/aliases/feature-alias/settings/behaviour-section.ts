import { Component, computed, inject, input } from '@angular/core';
import { ChoiceList } from '../../../../shared/ui/choice-list.ts';
import { explainedChoices } from '../../../../shared/util/worded-choices.ts';
import { Words } from '../../../../shared/util/words.ts';
import { AliasInHand } from '../../data/alias-in-hand.ts';
import { SettingsSection } from '../../ui/settings-section.ts';
import { SwitchRow } from '../../ui/switch-row.ts';
import type { Alias } from '../../util/alias.ts';

/** What mail meets while the alias is off, and which addresses are its own. */
@Component({
  selector: 'app-behaviour-section',
  imports: [ChoiceList, SettingsSection, SwitchRow],
  template: `<app-settings-section [title]="t('aliases.settings.behaviour')">
    <app-choice-list
      [label]="t('aliases.settings.when_off')"
      [choices]="choices()"
      [value]="alias().when_disabled"
      [isDisabled]="!hand.canWrite()"
      (chosen)="hand.change({ when_disabled: $event })"
    />
    <app-switch-row
      [label]="t('aliases.settings.plus')"
      [text]="t('aliases.settings.plus_text', { example: plusExample() })"
      [isOn]="alias().plus_addressing"
      [isDisabled]="!hand.canWrite()"
      (flipped)="hand.change({ plus_addressing: $event })"
    />
  </app-settings-section>`,
})
export class BehaviourSection {
  readonly alias = input.required<Alias>();
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
  protected readonly choices = explainedChoices(['refuse', 'discard'], (value) => ({
    label: `aliases.when_off.${value}.name`,
    text: `aliases.when_off.${value}.text`,
  }));
  protected readonly plusExample = computed(
    () => `${this.alias().local_part}+2026@${this.alias().domain.name}`,
  );
}
