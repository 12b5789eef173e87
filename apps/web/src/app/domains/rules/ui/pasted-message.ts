import { Component, computed, inject, input, output } from '@angular/core';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { Words } from '../../../shared/util/words.ts';
import { checkMethods, checkResults, type CheckMethod } from '../util/fields.ts';
import { mailFromOf, type Pasted } from '../util/pasted.ts';

const example = `From: News <news@shop.example>
To: shop@my-domain.example
Subject: Your order
List-Id: <news.shop.example>

Hello`;

/** A message as text, with what its text does not tell: the reverse path, and what the checks of its sender came to. */
@Component({
  selector: 'app-pasted-message',
  imports: [Field, FieldControl],
  host: { class: 'grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4' },
  template: `<app-field [label]="t('rules.test.raw')" [help]="t('rules.test.raw_help')">
      <textarea
        class="input mono"
        rows="9"
        spellcheck="false"
        autocapitalize="off"
        maxlength="524288"
        appFieldControl
        [placeholder]="example"
        [value]="of().raw"
        (input)="change({ raw: $any($event.target).value })"
      ></textarea>
    </app-field>
    <details class="rounded-lg border border-line px-3.5 py-2.5">
      <summary class="cursor-pointer font-medium">{{ t('rules.test.more') }}</summary>
      <div class="grid gap-4 pt-3">
        <app-field [label]="t('rules.test.mail_from')" [help]="t('rules.test.mail_from_help')">
          <input
            class="input mono"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            maxlength="320"
            appFieldControl
            [placeholder]="guessed()"
            [value]="of().mailFrom"
            (input)="change({ mailFrom: $any($event.target).value })"
          />
        </app-field>
        <div class="grid grid-cols-3 gap-3">
          @for (method of methods; track method) {
            <app-field [label]="method.toUpperCase()">
              <select class="input" appFieldControl (change)="choose(method, $any($event.target).value)">
                @for (result of results; track result) {
                  <option [value]="result" [selected]="of()[method] === result">{{ result }}</option>
                }
              </select>
            </app-field>
          }
        </div>
      </div>
    </details>`,
})
export class PastedMessage {
  readonly of = input.required<Pasted>();
  readonly changed = output<Pasted>();
  protected readonly t = inject(Words).t;
  protected readonly example = example;
  protected readonly methods = checkMethods;
  protected readonly results = checkResults;
  protected readonly guessed = computed(() => mailFromOf({ raw: this.of().raw, mailFrom: '' }));

  protected change(changes: Partial<Pasted>): void {
    this.changed.emit({ ...this.of(), ...changes });
  }

  protected choose(method: CheckMethod, result: string): void {
    this.change({ [method]: result });
  }
}
