import { Component, inject } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import { AliasInHand } from '../data/alias-in-hand.ts';
import { SettingsSection } from '../ui/settings-section.ts';
import { AboutSection } from './settings/about-section.ts';
import { BehaviourSection } from './settings/behaviour-section.ts';
import { ForwardingSection } from './settings/forwarding-section.ts';
import { LimitsSection } from './settings/limits-section.ts';
import { ProtectionSection } from './settings/protection-section.ts';

/** How an alias works. Sections with a button are saved as a whole; switches and choices at once. */
@Component({
  selector: 'app-alias-settings',
  imports: [
    AboutSection,
    BehaviourSection,
    ForwardingSection,
    LimitsSection,
    ProtectionSection,
    SettingsSection,
  ],
  host: { class: 'grid gap-10' },
  template: `@if (hand.alias(); as alias) {
    <app-forwarding-section [alias]="alias" />
    <app-about-section [alias]="alias" />
    <app-behaviour-section [alias]="alias" />
    <app-limits-section [alias]="alias" />
    <app-protection-section [alias]="alias" />
    @if (hand.canWrite()) {
      <app-settings-section [title]="t('aliases.danger.title')">
        <div class="flex flex-wrap items-center justify-between gap-4">
          <p class="prose m-0 flex-1 basis-[260px]">{{ t('aliases.danger.text') }}</p>
          <button type="button" class="btn danger" (click)="hand.trash()">
            {{ t('aliases.trash_it') }}
          </button>
        </div>
      </app-settings-section>
    }
  }`,
})
export class AliasSettings {
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
}
