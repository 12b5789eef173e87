import { Component, computed, inject, input, output } from '@angular/core';
import { FolderPlus, Plus } from 'lucide';
import { Choice } from '../../../shared/ui/choice.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import {
  maxNesting,
  newCondition,
  newGroup,
  replaceItem,
  type GroupDraft,
  type ItemDraft,
} from '../util/draft.ts';
import type { Faults } from '../util/faults.ts';
import { ConditionRow } from './condition-row.ts';
import { FaultLine } from './fault-line.ts';

/** Conditions that belong together, all of them or any; groups within as deep as rules allow. */
@Component({
  selector: 'app-condition-group',
  imports: [Choice, ConditionRow, FaultLine, Icon],
  host: { class: 'grid min-w-0 grid-cols-1 gap-3' },
  template: `@if (group().items.length > 1) {
      <div class="flex flex-wrap items-center gap-2.5">
        <app-choice
          [label]="t('rules.builder.match')"
          [hidesLabel]="true"
          [choices]="matches()"
          [value]="group().match"
          (chosen)="changed.emit({ ...group(), match: $event })"
        />
      </div>
    }
    @for (item of group().items; track item.id) {
      @if (!$first) {
        <span class="-my-1 pl-1 text-[12px] font-semibold text-muted" aria-hidden="true">{{
          t('rules.joint.' + group().match)
        }}</span>
      }
      @if (item.kind === 'condition') {
        <app-condition-row
          [draft]="item"
          [fault]="faults().get(item.id)"
          (changed)="replace(item, $event)"
          (removed)="replace(item, undefined)"
        />
      } @else {
        <fieldset class="m-0 min-w-0 rounded-[10px] border border-line bg-sunken p-3">
          <legend class="sr-only">{{ t('rules.builder.group') }}</legend>
          <app-condition-group
            [group]="item"
            [depth]="depth() + 1"
            [faults]="faults()"
            (changed)="replace(item, $event)"
          />
        </fieldset>
      }
    }
    @if (fault(); as fault) {
      <app-fault-line [of]="fault" />
    }
    <div class="flex flex-wrap gap-2">
      <button type="button" class="btn small" (click)="addCondition()">
        <app-icon [of]="plus" [size]="15" />{{ t('rules.builder.add_condition') }}
      </button>
      @if (depth() < maxNesting && group().items.length > 0) {
        <button type="button" class="btn plain small" (click)="addGroup()">
          <app-icon [of]="folder" [size]="15" />{{ t('rules.builder.add_group') }}
        </button>
      }
    </div>`,
})
export class ConditionGroup {
  readonly group = input.required<GroupDraft>();
  /** The outermost is 1. */
  readonly depth = input(1);
  readonly faults = input.required<Faults>();
  readonly changed = output<GroupDraft>();
  protected readonly t = inject(Words).t;
  readonly #formats = inject(Formats);
  protected readonly matches = wordedChoices(['all', 'any'], 'rules.match.');
  protected readonly maxNesting = maxNesting;
  protected readonly plus = Plus;
  protected readonly folder = FolderPlus;
  protected readonly fault = computed(() => this.faults().get(this.depth() === 1 ? 'root' : this.group().id));

  protected replace(item: ItemDraft, by: ItemDraft | undefined): void {
    this.changed.emit(replaceItem(this.group(), item.id, by));
  }

  protected addCondition(): void {
    this.#add(newCondition(this.#formats.timeZone()));
  }

  /** What is new is usually the other way of joining, else it would need no group. */
  protected addGroup(): void {
    const zone = this.#formats.timeZone();
    const match = this.group().match === 'all' ? 'any' : 'all';
    this.#add(newGroup(match, [newCondition(zone), newCondition(zone)]));
  }

  #add(item: ItemDraft): void {
    this.changed.emit({ ...this.group(), items: [...this.group().items, item] });
  }
}
