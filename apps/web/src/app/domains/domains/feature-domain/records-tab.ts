import { Component, computed, inject, input, signal } from '@angular/core';
import { Download } from 'lucide';
import { Choice } from '../../../shared/ui/choice.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { saveFile } from '../../../shared/data/save-file.ts';
import { readStored, store } from '../../../shared/util/stored.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain, DomainView } from '../data/domain-view.ts';
import { DomainFacts } from '../ui/domain-facts.ts';
import { Extras } from '../ui/extras.ts';
import { ProviderHelp } from '../ui/provider-help.ts';
import { StepCard } from '../ui/step-card.ts';
import { toSteps } from '../util/steps.ts';

const namesKey = 'smtpy.domain.names';

/** The records of a domain as a check list. */
@Component({
  selector: 'app-records-tab',
  imports: [Choice, CopyButton, DomainFacts, Extras, FailurePanel, Icon, ProviderHelp, Skeleton, StepCard],
  host: { class: 'grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_320px]' },
  template: `<div class="grid min-w-0 gap-3">
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div class="flex flex-wrap items-center gap-2">
          <span class="text-[13px] text-muted" aria-hidden="true">{{ t('domains.names.label') }}</span>
          <app-choice
            [label]="t('domains.names.label')"
            [hidesLabel]="true"
            [choices]="names()"
            [value]="shownNames()"
            (chosen)="chooseNames($event)"
          />
        </div>
        @if (view().zone.value(); as zone) {
          <div class="flex flex-wrap items-center gap-2">
            <app-copy-button [text]="zone" [label]="t('domains.zone.copy')" />
            <button type="button" class="btn small" (click)="download(zone)">
              <app-icon [of]="downloadIcon" [size]="15" />{{ t('domains.zone.download') }}
            </button>
          </div>
        }
      </div>
      @if (view().records.value(); as records) {
        <ol class="card rows m-0 list-none overflow-clip p-0">
          @for (step of steps(); track step.name) {
            <li>
              <app-step-card
                [of]="step"
                [zone]="domain().name"
                [isShort]="isShort()"
                [isChecking]="view().isChecking()"
                [opensUnknown]="domain().state === 'pending'"
              >
                @if (step.name === 'extras') {
                  <app-extras [view]="view()" [domain]="domain()" [mayChange]="mayChange()" />
                }
              </app-step-card>
            </li>
          }
        </ol>
      } @else if (view().records.failure(); as failure) {
        <app-failure class="card" [of]="failure" (retry)="view().records.reload()" />
      } @else {
        <app-skeleton [height]="300" />
      }
    </div>
    <aside class="grid gap-4" [attr.aria-label]="t('domains.aside')">
      <app-domain-facts [of]="domain()" />
      <app-provider-help [isShort]="isShort()" />
    </aside>`,
})
export class RecordsTab {
  readonly view = input.required<DomainView>();
  readonly domain = input.required<Domain>();
  readonly mayChange = input(false);
  protected readonly t = inject(Words).t;
  protected readonly downloadIcon = Download;
  protected readonly steps = computed(() => toSteps(this.view().records.value()?.items ?? []));
  /** Remembered: it follows from the form of the person's DNS provider. */
  protected readonly shownNames = signal<'full' | 'short'>(
    readStored(namesKey) === 'short' ? 'short' : 'full',
  );
  protected readonly names = wordedChoices(['full', 'short'], 'domains.names.');
  protected readonly isShort = computed(() => this.shownNames() === 'short');

  protected chooseNames(names: 'full' | 'short'): void {
    this.shownNames.set(names);
    store(namesKey, names);
  }

  protected async download(zone: string): Promise<void> {
    await saveFile(
      new Response(zone, { headers: { 'content-type': 'text/plain' } }),
      `${this.domain().name}.zone`,
    );
  }
}
