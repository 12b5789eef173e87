import { Component, computed, inject, input, output } from '@angular/core';
import { X } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { ConditionDraft } from '../util/draft.ts';
import {
  choicesOf,
  conditionFields,
  isPresence,
  operatorsOf,
  type ConditionField,
  type ConditionOperator,
  type OperatorChoice,
} from '../util/fields.ts';
import type { Fault } from '../util/faults.ts';
import { CheckChoice } from './check-choice.ts';
import { FaultLine } from './fault-line.ts';
import { SizeInput } from './size-input.ts';
import { TimeWindow } from './time-window.ts';

/** One condition being written: what it asks about, how, and with what; its fault below. */
@Component({
  selector: 'app-condition-row',
  imports: [CheckChoice, FaultLine, Icon, SizeInput, TimeWindow],
  host: { class: 'block' },
  template: `<div class="flex items-start gap-2">
      <div class="flex min-w-0 flex-1 flex-wrap gap-2">
        <select
          class="input !w-auto min-w-0 flex-[1_1_130px]"
          [attr.aria-label]="t('rules.builder.field')"
          (change)="chooseField($any($event.target).value)"
        >
          @for (field of fields; track field) {
            <option [value]="field" [selected]="field === draft().field">
              {{ t('rules.field.' + field) }}
            </option>
          }
        </select>
        @if (draft().field === 'header') {
          <input
            class="input mono !w-auto min-w-0 flex-[1_1_120px]"
            autocapitalize="off"
            autocomplete="off"
            spellcheck="false"
            list="rule-header-names"
            placeholder="List-Id"
            [attr.aria-label]="t('rules.builder.header_name')"
            [attr.aria-invalid]="isInvalid()"
            [attr.aria-describedby]="describedBy()"
            [value]="draft().headerName"
            (input)="change({ headerName: $any($event.target).value })"
          />
        }
        @if (draft().field === 'authentication') {
          <app-check-choice class="contents" [draft]="draft()" (changed)="change($event)" />
        }
        @if (choices().length > 2 || draft().field === 'attachments' || draft().field === 'time') {
          <select
            class="input !w-auto min-w-0 flex-[1_1_130px]"
            [attr.aria-label]="t('rules.builder.operator')"
            (change)="chooseOperator($any($event.target).value)"
          >
            @for (choice of choices(); track choice) {
              <option [value]="choice" [selected]="choice === chosen()">{{ operatorWord(choice) }}</option>
            }
          </select>
        }
        @switch (draft().field) {
          @case ('size') {
            <app-size-input
              class="contents"
              [draft]="draft()"
              [isInvalid]="isInvalid()"
              [describedBy]="describedBy()"
              (changed)="change($event)"
            />
          }
          @case ('time') {
            <app-time-window
              class="basis-full"
              [draft]="draft()"
              [isInvalid]="isInvalid()"
              [describedBy]="describedBy()"
              (changed)="change($event)"
            />
          }
          @default {
            @if (takesText()) {
              <input
                class="input !w-auto min-w-0 flex-[2_1_150px]"
                autocapitalize="off"
                autocomplete="off"
                spellcheck="false"
                [class.mono]="draft().operator === 'matches'"
                [placeholder]="placeholder()"
                [attr.aria-label]="t('rules.builder.value')"
                [attr.aria-invalid]="isInvalid()"
                [attr.aria-describedby]="describedBy()"
                [value]="draft().text"
                (input)="change({ text: $any($event.target).value })"
              />
            }
          }
        }
      </div>
      <button
        type="button"
        class="btn plain icon flex-none text-muted"
        [attr.aria-label]="t('rules.builder.remove_condition')"
        (click)="removed.emit()"
      >
        <app-icon [of]="cross" [size]="16" />
      </button>
    </div>
    @if (fault(); as fault) {
      <app-fault-line class="mt-1.5" [id]="faultId()" [of]="fault" />
    }`,
})
export class ConditionRow {
  readonly draft = input.required<ConditionDraft>();
  readonly fault = input<Fault>();
  readonly changed = output<ConditionDraft>();
  readonly removed = output();
  protected readonly t = inject(Words).t;
  protected readonly cross = X;
  protected readonly fields = conditionFields;
  protected readonly choices = computed(() => choicesOf(this.draft().field));
  protected readonly chosen = computed<OperatorChoice>(() => {
    const { operator, isNegated } = this.draft();
    return isNegated ? `not_${operator}` : operator;
  });
  protected readonly takesText = computed(() => {
    const { field, operator } = this.draft();
    return field !== 'attachments' && field !== 'authentication' && !isPresence(operator);
  });
  protected readonly placeholder = computed(() => {
    const { field, operator } = this.draft();
    if (operator === 'domain_is' || field === 'sender_domain') return 'shop.example';
    if (operator === 'matches') return 'invoice|bill \\d+';
    return field === 'sender' && operator === 'equals' ? 'news@shop.example' : '';
  });
  protected readonly isInvalid = computed(() => (this.fault() === undefined ? null : 'true'));
  protected readonly faultId = computed(() => `rule-fault-${String(this.draft().id)}`);
  protected readonly describedBy = computed(() => (this.fault() === undefined ? null : this.faultId()));

  protected operatorWord(choice: OperatorChoice): string {
    // The same word reads otherwise of a size or a time.
    const { field } = this.draft();
    if (field === 'attachments') return this.t(`rules.attachments.${choice}`);
    return this.t(`rules.verb.${choice}`);
  }

  protected change(changes: Partial<ConditionDraft>): void {
    this.changed.emit({ ...this.draft(), ...changes });
  }

  protected chooseField(field: ConditionField): void {
    const [first = 'contains'] = operatorsOf[field];
    const { operator, isNegated } = this.draft();
    const isKept = operatorsOf[field].includes(operator);
    this.change({ field, operator: isKept ? operator : first, isNegated: isKept && isNegated });
  }

  protected chooseOperator(choice: OperatorChoice): void {
    const isNegated = choice.startsWith('not_');
    this.change({ operator: choice.replace(/^not_/u, '') as ConditionOperator, isNegated });
  }
}
