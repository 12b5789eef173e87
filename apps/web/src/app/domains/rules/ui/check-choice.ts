import { Component, inject, input, output } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import type { ConditionDraft } from '../util/draft.ts';
import { checkMethods, checkResults, type CheckMethod, type CheckResult } from '../util/fields.ts';

/** Which check of the sender a condition asks about, and what it has to come to. */
@Component({
  selector: 'app-check-choice',
  template: `<select
      class="input !w-auto min-w-0 flex-[1_1_80px]"
      [attr.aria-label]="t('rules.builder.check')"
      (change)="chooseMethod($any($event.target).value)"
    >
      @for (method of methods; track method) {
        <option [value]="method" [selected]="method === draft().method">{{ method.toUpperCase() }}</option>
      }
    </select>
    <select
      class="input !w-auto min-w-0 flex-[1_1_80px]"
      [attr.aria-label]="t('rules.builder.operator')"
      (change)="changed.emit({ isNegated: $any($event.target).value === 'not' })"
    >
      <option value="is" [selected]="!draft().isNegated">{{ t('rules.verb.says') }}</option>
      <option value="not" [selected]="draft().isNegated">{{ t('rules.verb.not_says') }}</option>
    </select>
    <select
      class="input !w-auto min-w-0 flex-[1_1_100px]"
      [attr.aria-label]="t('rules.builder.result')"
      (change)="chooseResult($any($event.target).value)"
    >
      @for (result of results; track result) {
        <option [value]="result" [selected]="result === draft().result">{{ result }}</option>
      }
    </select>`,
})
export class CheckChoice {
  readonly draft = input.required<ConditionDraft>();
  readonly changed = output<Partial<ConditionDraft>>();
  protected readonly t = inject(Words).t;
  protected readonly methods = checkMethods;
  protected readonly results = checkResults;

  protected chooseMethod(method: CheckMethod): void {
    this.changed.emit({ method });
  }

  protected chooseResult(result: CheckResult): void {
    this.changed.emit({ result });
  }
}
