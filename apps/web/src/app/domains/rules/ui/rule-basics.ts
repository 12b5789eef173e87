import { Component, inject, input, output } from '@angular/core';
import { CircleAlert } from 'lucide';
import { Address } from '../../../shared/ui/address.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Switch } from '../../../shared/ui/switch.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import { AliasPicker, type PickedAlias } from '../../../shared/ui/alias-picker.ts';

/** The name of a rule, which mail it is for, and whether it is on. */
@Component({
  selector: 'app-rule-basics',
  imports: [Address, AliasPicker, Choice, Field, FieldControl, Icon, Switch],
  host: { class: 'grid gap-5' },
  template: `<app-field [label]="t('rules.builder.name')" [fault]="nameFault()">
      <input
        class="input"
        maxlength="100"
        autocomplete="off"
        appFieldControl
        [placeholder]="t('rules.builder.name_example')"
        [value]="name()"
        (input)="named.emit($any($event.target).value)"
      />
    </app-field>
    <div class="field">
      <span class="label" [attr.aria-hidden]="isNew() || null">{{ t('rules.builder.scope') }}</span>
      @if (isNew()) {
        <div class="flex flex-wrap items-center gap-3">
          <app-choice
            [label]="t('rules.builder.scope')"
            [hidesLabel]="true"
            [choices]="scopes()"
            [value]="isForAlias() ? 'one' : 'all'"
            (chosen)="scoped.emit($event === 'one')"
          />
          @if (isForAlias()) {
            <app-alias-picker
              class="min-w-[220px] flex-1"
              [label]="t('rules.scope.one')"
              [placeholder]="t('rules.alias_search')"
              [isClearable]="true"
              [isInvalid]="aliasFault() === undefined ? null : 'true'"
              [describedBy]="aliasFault() === undefined ? null : 'rule-scope-fault'"
              [value]="alias()"
              (valueChange)="aliasPicked.emit($event)"
            />
          }
        </div>
        @if (aliasFault(); as fault) {
          <span class="fault" id="rule-scope-fault"
            ><app-icon [of]="alert" [size]="15" class="mt-0.5" />{{ fault }}</span
          >
        }
        <span class="help">{{ t(isForAlias() ? 'rules.scope.one_help' : 'rules.scope.all_help') }}</span>
      } @else {
        <p class="m-0">
          @if (alias(); as alias) {
            <app-address [of]="alias.address" />
          } @else {
            {{ t('rules.scope.all') }}
          }
        </p>
      }
    </div>
    <div class="flex items-center gap-3">
      <app-switch
        [isOn]="isEnabled()"
        [label]="t('rules.builder.on')"
        [isDisabled]="isDisabled()"
        (flipped)="switched.emit($event)"
      /><span aria-hidden="true">{{ t(isEnabled() ? 'rules.builder.is_on' : 'rules.builder.is_off') }}</span>
    </div>`,
})
export class RuleBasics {
  readonly name = input.required<string>();
  readonly nameFault = input<string>();
  readonly isNew = input.required<boolean>();
  readonly isForAlias = input.required<boolean>();
  readonly alias = input.required<PickedAlias | undefined>();
  readonly aliasFault = input<string>();
  readonly isEnabled = input.required<boolean>();
  readonly isDisabled = input(false);
  readonly named = output<string>();
  readonly scoped = output<boolean>();
  readonly aliasPicked = output<PickedAlias | undefined>();
  readonly switched = output<boolean>();
  protected readonly t = inject(Words).t;
  protected readonly alert = CircleAlert;
  protected readonly scopes = wordedChoices(['all', 'one'], 'rules.scope.');
}
