import { Component, inject, input } from '@angular/core';
import { ChoiceList } from '../../../../shared/ui/choice-list.ts';
import { explainedChoices } from '../../../../shared/util/worded-choices.ts';
import { Words } from '../../../../shared/util/words.ts';
import { AliasInHand } from '../../data/alias-in-hand.ts';
import { SettingsSection } from '../../ui/settings-section.ts';
import { SwitchRow } from '../../ui/switch-row.ts';
import { aliasPinnings, type Alias } from '../../util/alias.ts';
import { KnownSenders } from './known-senders.ts';

/** Who may use the alias, and whether its mail waits to be looked at. */
@Component({
  selector: 'app-protection-section',
  imports: [ChoiceList, KnownSenders, SettingsSection, SwitchRow],
  template: `<app-settings-section
    [title]="t('aliases.settings.protection')"
    [text]="t('aliases.settings.protection_text')"
  >
    <app-choice-list
      [label]="t('aliases.settings.pinning')"
      [choices]="choices()"
      [value]="alias().pinning"
      [isDisabled]="!hand.canWrite()"
      (chosen)="hand.change({ pinning: $event })"
    />
    <app-known-senders [aliasId]="alias().id" />
    <div class="-mx-5 h-px bg-line"></div>
    <app-switch-row
      [label]="t('aliases.settings.preview')"
      [text]="t('aliases.settings.preview_text')"
      [isOn]="alias().holds_for_preview"
      [isDisabled]="!hand.canWrite()"
      (flipped)="hand.change({ holds_for_preview: $event })"
    />
  </app-settings-section>`,
})
export class ProtectionSection {
  readonly alias = input.required<Alias>();
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
  protected readonly choices = explainedChoices(aliasPinnings, (value) => ({
    label: `aliases.pinning.${value}.name`,
    text: `aliases.pinning.${value}.text`,
  }));
}
